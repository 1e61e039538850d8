using System.Diagnostics;
using Percept.Building;
using Percept.Visualization;

namespace Percept.Cli;

/// <summary>Passes an optimisation's progress on, and measures what a step costs: the time from one step to the next, whichever image takes it.</summary>
sealed class StepClock(IProgress<BuildProgress> shown) : IProgress<OptimizationProgress>
{
    readonly Lock turn = new();
    readonly Stopwatch watch = Stopwatch.StartNew();
    int? done;
    long steps;
    TimeSpan spent;

    /// <summary>Milliseconds for one unit and step; null before there were two steps.</summary>
    internal double? PerUnitStep => steps > 0 ? spent.TotalMilliseconds / steps : null;

    public void Report(OptimizationProgress value)
    {
        lock (turn)
        {
            // Before the first step, and behind a finished image, there may be a session to prepare.
            if (value.Done == done) (spent, steps) = (spent + watch.Elapsed, steps + 1);
            done = value.Done;
            watch.Restart();
        }

        shown.Report(new("optimising", value.Share, $"{value.Done} of {value.Total} done"));
    }
}
