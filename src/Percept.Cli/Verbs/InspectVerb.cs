using System.CommandLine;
using System.Globalization;
using Percept.Levels;
using Percept.Networks;
using Percept.Onnx.Gradients;

namespace Percept.Cli.Verbs;

/// <summary>What a network is made of.</summary>
sealed class InspectVerb : Verb
{
    readonly ModelOptions model = new();

    internal InspectVerb() : base(
        "inspect", "Lists a network's layers with their units, positions, reach and level, and its operators with whether gradients can be taken through them.",
        "percept inspect model.onnx", "percept inspect model.onnx --json", "percept inspect model.onnx --size=320,320 --range=-1,1")
    {
        Add(model.Model);
        Add(Json);
        model.AddTo(this);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var network = model.Load(parsed);
        var operators = network.Model.Operators.Select(pair => (Type: pair.Key, Count: pair.Value, Gradient: RuleSet.Standard.SupportOf(pair.Key))).ToArray();
        if (output.IsJson) output.Json(new
        {
            model = network.Model.Name,
            sha256 = network.Model.Hash,
            network.Model.Opset,
            input = network.Model.Inputs.Select(input => new { input.Name, type = input.Type, shape = input.Sizes }).Single(),
            preprocessing = Preprocessing(network.Preprocessing),
            layers = network.Layers.Select(layer => new
            {
                layer.Name,
                layer.Tensor,
                layer.Operator,
                layer.Channels,
                layer.Height,
                layer.Width,
                reach = new { height = layer.ReachHeight, width = layer.ReachWidth },
                level = LevelRule.Of(layer, network),
            }),
            operators = operators.Select(entry => new { entry.Type, entry.Count, entry.Gradient }),
        });
        else
        {
            output.Line($"{network.Model.Name}, opset {network.Model.Opset}, input {network.Model.Inputs[0]}");
            output.Line($"Preprocessing: {network.Preprocessing.ToOptions()} --size={network.Preprocessing.Height},{network.Preprocessing.Width}");
            output.Table(["layer", "operator", "units", "positions", "reach", "level"], network.Layers.Select(layer => (string[])
            [
                layer.Name, layer.Operator, $"{layer.Channels}", $"{layer.Height} x {layer.Width}", $"{layer.ReachHeight} x {layer.ReachWidth}", Word(LevelRule.Of(layer, network)),
            ]));
            output.Table(["operator", "count", "gradient"], operators.Select(entry => (string[])[entry.Type, entry.Count.ToString(CultureInfo.InvariantCulture), Word(entry.Gradient)]));
        }

        return Task.FromResult(ExitCode.Done);
    }

    static object Preprocessing(Preprocessing known) => new
    {
        range = (double[])[known.Low, known.High],
        known.Mean,
        std = known.Deviation,
        known.Channels,
        known.Layout,
        known.Height,
        known.Width,
    };

    static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
