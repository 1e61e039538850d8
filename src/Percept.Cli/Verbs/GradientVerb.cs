using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Percept.Attribution;
using Percept.Networks.Detection;
using Percept.Numerics;
using Percept.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Cli.Verbs;

/// <summary>Gradients with respect to the input, as NumPy files.</summary>
sealed class GradientVerb : Verb
{
    readonly ModelOptions model = new();
    readonly Option<Objective> objective = OptionOf.OneObjective("--of", "What is differentiated. Here a term is a sum over the batch and all positions: layer:unit is the sum of that channel, layer of everything.");
    readonly Option<string[]> input = new("--input")
    {
        Description = "The network's input, in its own layout and values: no preprocessing is applied. Where the network has others, NAME=NUMBERS says what they are given; once for each.",
        HelpName = "X.npy",
        Required = true,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
    };
    readonly Option<string> file = OptionOf.OutputFile("The gradient, in the shape of the input.", required: false, ".npy");
    readonly Option<bool> check = new("--check") { Description = "Also say whether the gradient agrees with finite differences on this input, and if not, which operator is to blame." };

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
            if (result.GetResult(file) is null && !result.GetValue(check)) result.AddError("Say where the gradient goes with -o FILE.npy, or ask with --check whether it is right.");
        });
        // Taken so that a model's options go with every verb; they change nothing here.
        model.AddTo(this, hidden: true);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var (watch, target, path) = (Stopwatch.StartNew(), parsed.GetRequiredValue(objective), parsed.GetRequiredValue(model.Model));
        var inputs = parsed.GetRequiredValue(input);
        var (given, others, npy) = (NpyFile.Read(inputs.Single(text => !IsNumbers(text))), OptionOf.InputsOf([.. inputs.Where(IsNumbers)]), parsed.GetValue(file));
        var result = InputGradient.Of(path, target, given, others);
        Warn(parsed, output, given);
        if (npy is not null) NpyFile.Write(npy, result.Gradient);
        var tested = parsed.GetValue(check) ? GradientCheck.Of(path, target, given, others: others) : null;
        var text = target.ToString();
        if (output.IsJson)
        {
            output.Json(new
            {
                objective = text,
                value = result.Value,
                shape = result.Gradient.Shape,
                file = npy,
                check = tested is null ? null : new { verdict = tested.Verdict, sentence = tested.ToString(), directions = tested.Directions, culprit = tested.Culprit, byOperator = tested.ByOperator },
                seconds = watch.Elapsed.TotalSeconds,
            });
        }
        else
        {
            if (npy is not null) output.Line(string.Create(CultureInfo.InvariantCulture, $"{text} = {result.Value:G6}; its gradient, {result.Gradient.Shape}: {npy}"));
            if (tested is not null) output.Line(tested.ToString());
        }

        return Task.FromResult(tested is null or { Verdict: GradientVerdict.Agrees } ? ExitCode.Done : ExitCode.Findings);
    }

    static bool IsNumbers(string text) => text.Contains('=', StringComparison.Ordinal) && !File.Exists(text);

    /// <summary>The input's values may contradict what the file tells of them, and so may what was said of the preprocessing.</summary>
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
