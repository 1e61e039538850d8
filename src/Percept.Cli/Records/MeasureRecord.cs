using Percept.Answers.Cost;

namespace Percept.Cli.Records;

/// <summary>What <c>measure</c> prints: medians of several runs.</summary>
/// <param name="Of">What was differentiated.</param>
/// <param name="Input">The shape of the batch.</param>
/// <param name="ForwardMs">The forward pass of the batch, in milliseconds.</param>
/// <param name="StepMs">Forward pass and gradient together, in milliseconds.</param>
/// <param name="Ratio">The second by the first.</param>
/// <param name="OpenMs">Reading, differentiating and preparing the network, in milliseconds.</param>
/// <param name="PeakMib">The most memory that the process had, in MiB.</param>
/// <param name="Runs">How many runs of each were measured.</param>
/// <param name="Cores">How many cores were used at most.</param>
sealed record MeasureRecord(string Of, IReadOnlyList<int> Input, double ForwardMs, double StepMs, double Ratio, double OpenMs, double PeakMib, int Runs, int Cores)
{
    internal static MeasureRecord From(StepCost cost, double peak, int processors) => new(
        cost.Objective.ToString(), [.. cost.Input], cost.Forward.TotalMilliseconds, cost.Step.TotalMilliseconds, cost.Step / cost.Forward, cost.Open.TotalMilliseconds, peak, cost.Runs, processors);
}
