using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Percept.Arrays;
using Percept.Attribution;
using Percept.Optimization;

namespace Percept.Cli.Verbs;

/// <summary>Gradients with respect to the input, as NumPy files.</summary>
sealed class GradientVerb : Verb
{
    readonly ModelOptions model = new();
    readonly Option<Objective> objective = OptionOf.OneObjective("--of", "What is differentiated. Here a term is a sum over the batch and all positions: layer:unit is the sum of that channel, layer of everything.");
    readonly Option<string> input = OptionOf.Path("--input", "The network's input, in its own layout and values: no preprocessing is applied.", "X.npy", required: true);
    readonly Option<string> file = OptionOf.OutputFile("The gradient, in the shape of the input.", required: true, ".npy");

    internal GradientVerb() : base(
        "gradient", "Differentiates a sum of activations with respect to the network's input, and writes the gradient as a NumPy file.",
        "percept gradient model.onnx --of output:3 --input x.npy -o dx.npy", "percept gradient model.onnx --of '0.5*conv1:0 - conv2' --input x.npy -o dx.npy --json")
    {
        Add(model.Model);
        foreach (var option in new Option[] { objective, input, file, Json }) Add(option);
        // Taken so that a model's options go with every verb; they change nothing here.
        model.AddTo(this, hidden: true);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var (watch, target) = (Stopwatch.StartNew(), parsed.GetRequiredValue(objective));
        var result = InputGradient.Of(parsed.GetRequiredValue(model.Model), target, NpyFile.Read(parsed.GetRequiredValue(input)));
        NpyFile.Write(parsed.GetRequiredValue(file), result.Gradient);
        var text = target.ToString();
        if (output.IsJson) output.Json(new { objective = text, value = result.Value, shape = result.Gradient.Shape, file = parsed.GetRequiredValue(file), seconds = watch.Elapsed.TotalSeconds });
        else output.Line(string.Create(CultureInfo.InvariantCulture, $"{text} = {result.Value:G6}; its gradient, {result.Gradient.Shape}: {parsed.GetRequiredValue(file)}"));
        return Task.FromResult(ExitCode.Done);
    }
}
