using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Percept.Answers.Cost;
using Percept.Cli.Records;
using Percept.Networks;
using Percept.Visualization;

namespace Percept.Cli.Verbs;

/// <summary>How long a step of gradient ascent takes on this machine.</summary>
sealed class MeasureVerb : Verb
{
    const int DefaultBatch = 4, DefaultRuns = 9;
    const double Mebi = 1024 * 1024;

    readonly ModelOptions model = new();
    readonly Option<Objective> objective = OptionOf.OneObjective("--of", "What is differentiated, summed over the batch and all positions. By default the first unit of the last layer.", required: false);
    readonly Option<int> batch = CommonOptions.Batch(DefaultBatch);
    readonly Option<int> runs = OptionOf.Whole("--runs", "How many runs the medians are taken over.", least: 1, usual: DefaultRuns);

    internal MeasureVerb() : base(
        "measure", "Measures how long a forward pass, and a forward pass with its gradient, take on this machine, alternately and in one process.",
        "percept measure model.onnx", "percept measure model.onnx --of layer3:7 --batch 1 --size=128,128 --json")
    {
        Add(model.Model);
        foreach (var option in new Option[] { objective, batch, runs, Json }) Add(option);
        model.AddTo(this);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        Network? network = null;
        var cost = StepCost.Measure(
            () => network = model.Load(parsed), parsed.GetRequiredValue(model.Model), parsed.GetValue(objective), parsed.GetValue(batch), parsed.GetValue(runs), cancellationToken);
        using var process = Process.GetCurrentProcess();
        var peak = process.PeakWorkingSet64 / Mebi;
        // Reading the network is part of what was measured, so what there is to say of its preprocessing comes after.
        ModelOptions.Settle(network!, output);
        if (output.IsJson) output.Json(MeasureRecord.From(cost, peak, network!.Device.Processors.Count), CliJson.Format.MeasureRecord);
        else
        {
            output.Line(string.Create(CultureInfo.InvariantCulture, $"{cost.Objective} of {cost.Input[0]} image(s) of {cost.Input[2]} x {cost.Input[3]}, on {network!.Device.Processors.Count} core(s), medians of {cost.Runs} runs:"));
            output.Line(string.Create(CultureInfo.InvariantCulture, $"forward pass {cost.Forward.TotalMilliseconds:F1} ms; forward and gradient {cost.Step.TotalMilliseconds:F1} ms, {cost.Step / cost.Forward:F2} times as long."));
            output.Line(string.Create(CultureInfo.InvariantCulture, $"Opening took {cost.Open.TotalMilliseconds:F0} ms; at most {peak:F0} MiB of memory were used."));
        }

        return Task.FromResult(ExitCode.Done);
    }
}
