using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Percept.Attribution;
using Percept.Cli.Records;
using Percept.Networks.Detection;
using Percept.Numerics;
using Percept.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Cli.Verbs;

/// <summary>Gradients with respect to the input, as NumPy files.</summary>
sealed class GradientVerb : Verb
{
    readonly ModelOptions model = new();
    readonly Option<Objective> objective = OptionOf.OneObjective("--of", "What is differentiated, summed over the batch and all positions. layer:unit is the sum of that channel, layer that of the whole layer.");
    readonly Option<string[]> input = new("--input")
    {
        Description = "The network's input, in its own layout and values: no preprocessing is applied. For each other input, NAME=NUMBERS gives its numbers.",
        HelpName = "X.npy",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
    readonly Option<string> file = OptionOf.OutputFile("The gradient to write, in the shape of the input.", required: false, ".npy");
    readonly Option<bool> check = new("--check") { Description = "Check the gradient against finite differences at this input; if it disagrees, name the operator that is wrong." };

    internal GradientVerb() : base(
        "gradient", "Differentiates a sum of activations with respect to the network's input, and writes the gradient as a NumPy file.",
        "percept gradient model.onnx --of output:3 --input x.npy -o dx.npy", "percept gradient model.onnx --of '0.5*conv1:0 - conv2' --input x.npy -o dx.npy --json",
        "percept gradient model.onnx --of output:3 --input x.npy --check")
    {
        Add(model.Model);
        foreach (var option in new Option[] { objective, input, file, check, Json }) Add(option);
        Validators.Add(result =>
        {
            if (result.GetValue(input) is { } inputs && inputs.Count(text => !IsNumbers(text)) != 1) result.AddError("--input takes one NumPy file, and NAME=NUMBERS for each other input of the network.");
            if (result.GetResult(file) is null && !result.GetValue(check)) result.AddError("Give -o FILE.npy to write the gradient, --check to check it, or both.");
        });
        // Taken so that a model's options go with every verb; they change nothing here.
        model.AddTo(this, hidden: true);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (watch, target, path) = (Stopwatch.StartNew(), parsed.GetRequiredValue(objective), parsed.GetRequiredValue(model.Model));
        var inputs = parsed.GetRequiredValue(input);
        var (given, others, npy) = (NpyFile.Read(inputs.Single(text => !IsNumbers(text))), OptionOf.InputsOf([.. inputs.Where(IsNumbers)]), parsed.GetValue(file));
        var result = InputGradient.Of(path, target, given, others, model.DeviceOf(parsed));
        Warn(parsed, output, given);
        if (npy is not null) NpyFile.Write(npy, result.Gradient);
        var tested = parsed.GetValue(check) ? GradientCheck.Of(path, target, given, others: others) : null;
        var text = target.ToString();
        if (output.IsJson)
            output.Json(new(text, result.Value, [.. result.Gradient.Shape], npy, tested is null ? null : GradientCheckRecord.Of(tested), watch.Elapsed.TotalSeconds), CliJson.Format.GradientRecord);
        else
        {
            if (npy is not null) output.Line(string.Create(CultureInfo.InvariantCulture, $"{text} = {result.Value:G6}; its gradient, {result.Gradient.Shape}: {npy}"));
            if (tested is not null) output.Line(tested.ToString());
        }

        return Task.FromResult(tested is null or { Verdict: GradientVerdict.Agrees } ? ExitCode.Done : ExitCode.Findings);
    }

    static bool IsNumbers(string text) => text.Contains('=', StringComparison.Ordinal) && !File.Exists(text);

    /// <summary>The input's values, and the preprocessing options, may contradict the evidence in the file.</summary>
    void Warn(ParseResult parsed, Output output, NpyArray given)
    {
        try
        {
            var evidence = PreprocessingEvidence.Of(model.Load(parsed));
            foreach (var warning in new[] { model.AreGiven(parsed) ? evidence.Warning : null, evidence.WarningOf(given.Values) })
                if (warning is not null) output.Note(warning);
        }
        catch (GraphException)
        {
            // A model that takes no images has no preprocessing.
        }
    }
}
