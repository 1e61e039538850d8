using System.CommandLine;
using System.Globalization;
using Percept.Answers.Levels;
using Percept.Cli.Records;
using Percept.Imaging;
using Percept.Networks;
using Percept.Networks.Detection;
using Percept.Onnx.Gradients;

namespace Percept.Cli.Verbs;

/// <summary>What a network is made of.</summary>
sealed class InspectVerb : Verb
{
    readonly ModelOptions model = new();
    readonly Option<string> images = CommonOptions.Images("If they are like those that the network was trained on, they show which preprocessing fits it.", required: false);

    internal InspectVerb() : base(
        "inspect", "Lists a network's layers with their units, positions, receptive fields and levels, and its operators with whether gradients can be taken through them.",
        "percept inspect model.onnx", "percept inspect model.onnx --images photos", "percept inspect model.onnx --json", "percept inspect model.onnx --size=320,320 --range=-1,1")
    {
        Add(model.Model);
        Add(images);
        Add(Json);
        model.AddTo(this);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var folder = parsed.GetValue(images) is { } path ? new ImageFolder(path) : null;
        var (network, note) = ConfiguredNetwork.Of(model.Load(parsed), folder);
        var evidence = PreprocessingEvidence.Of(network, folder ?? (IReadOnlyList<ImageFile>)[]);
        foreach (var sentence in new[] { note, network.Origin.Source == PreprocessingSource.Assumed ? null : evidence.Warning }.OfType<string>().Distinct()) output.Foreword(sentence);
        var operators = network.Model.Operators.Select(pair => new OperatorRecord(pair.Key, pair.Value, RuleSet.Standard.SupportOf(pair.Key))).ToArray();
        if (output.IsJson) output.Json(InspectRecord.Of(network, evidence, operators), CliJson.Format.InspectRecord);
        else
        {
            output.Line($"{network.Model.Name}, opset {network.Model.Opset}, input {network.Inputs.Image}");
            if (network.Inputs.Sentence is { } sentence) output.Line(sentence);
            output.Line($"Preprocessing: {network.Preprocessing.ToArguments()} --size={network.Preprocessing.Height},{network.Preprocessing.Width} ({network.Origin})");
            output.Line($"Evidence: {evidence.Sentence}");
            if (evidence.Options is { } options) output.Line($"Options that fit: {options}");
            if (folder is not null) output.Table(["convention", "misfit", "folder names", "confidence", "variety", "stuck units"], evidence.Candidates.Select(candidate => (string[])
            [
                candidate.Convention.ToString(), Share(candidate.Misfit), Share(candidate.Agreement), Share(candidate.Confidence), Share(candidate.Variety), Share(candidate.Stuck),
            ]));
            if (network.Gates.Count > 0) output.Line($"Global gates, through which a unit depends on the whole image: {Named(network.Gates)}.");
            var (hasGates, hasHeads) = (network.Gates.Count > 0, network.Layers.Any(layer => layer.Heads > 0));
            output.Table(["layer", "operator", .. hasHeads ? (string[])["heads"] : [], "units", "positions", "receptive field", .. hasGates ? (string[])["without gates"] : [], "level", "tensor"], network.Layers.Select(layer => (string[])
            [
                layer.Name, layer.Operator, .. hasHeads ? (string[])[layer.Heads > 0 ? $"{layer.Heads}" : ""] : [], $"{layer.Channels}", $"{layer.Height} x {layer.Width}{(layer.Form.Others > 0 ? $" + {layer.Form.Others}" : "")}", $"{layer.ReceptiveFieldHeight} x {layer.ReceptiveFieldWidth}", .. hasGates ? (string[])[$"{layer.LocalHeight} x {layer.LocalWidth}"] : [], Word(LevelRule.Of(layer, network)), layer.Tensor,
            ]));
            output.Table(["operator", "count", "gradient"], operators.Select(entry => (string[])[entry.Type, entry.Count.ToString(CultureInfo.InvariantCulture), Word(entry.Gradient)]));
        }

        return Task.FromResult(ExitCode.Done);
    }

    const int GatesNamed = 4;

    static string Named(IReadOnlyList<GlobalGate> gates) => string.Join("; ", gates.GroupBy(gate => gate.Kind).Select(kind =>
        $"{kind.Count()} by {Word(kind.Key)} ({string.Join(", ", kind.Take(GatesNamed).Select(gate => gate.Tensor))}{(kind.Count() > GatesNamed ? ", …" : "")})"));

    static string Share(double? number) => number?.ToString("0.00", CultureInfo.InvariantCulture) ?? "";

    static string Word<T>(T value) where T : struct, Enum => value.ToString().ToLowerInvariant();
}
