using System.Diagnostics;
using Percept.Building;
using Percept.Optimization;

namespace Percept.Cli;

/// <summary>Passes an optimisation's progress on, and measures what a step costs: the time between two steps of the same batch.</summary>
sealed class StepClock(IProgress<BuildProgress> shown, Recipe recipe) : IProgress<OptimizationProgress>
{
    readonly Stopwatch watch = Stopwatch.StartNew();
    OptimizationProgress? last;
    double unitSteps;
    TimeSpan spent;

    /// <summary>Milliseconds for one unit and step, preparation left out; null before there were two steps.</summary>
    internal double? PerUnitStep => unitSteps > 0 ? spent.TotalMilliseconds / unitSteps : null;

    public void Report(OptimizationProgress value)
    {
        if (last is not null && value.Done == last.Done && value.Share > last.Share)
        {
            spent += watch.Elapsed;
            unitSteps += (value.Share - last.Share) * value.Total * recipe.Steps;
        }

        last = value;
        watch.Restart();
        shown.Report(new("optimising", value.Share, $"{value.Done} of {value.Total} done"));
    }
}
