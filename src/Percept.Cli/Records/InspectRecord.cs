using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Networks;
using Percept.Networks.Detection;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Cli.Records;

/// <summary>What <c>inspect</c> prints: what a network is made of.</summary>
/// <param name="Model">The file's name.</param>
/// <param name="Sha256">The file's hash.</param>
/// <param name="Opset">The version of the standard operators that the file is written in.</param>
/// <param name="Input">The input that takes the image.</param>
/// <param name="Inputs">The other inputs; null where there are none.</param>
/// <param name="Preprocessing">How images become the input.</param>
/// <param name="Evidence">Which preprocessing fits the network.</param>
/// <param name="Layers">The layers, from the image on.</param>
/// <param name="Gates">The nodes through which a unit depends on the whole image.</param>
/// <param name="Operators">The operators that the network uses.</param>
sealed record InspectRecord(
    string Model, string Sha256, int Opset, InputRecord Input, IReadOnlyList<OtherInputRecord>? Inputs, PreprocessingRecord Preprocessing, EvidenceRecord Evidence,
    IReadOnlyList<InspectedLayer> Layers, IReadOnlyList<GlobalGate> Gates, IReadOnlyList<OperatorRecord> Operators)
{
    internal static InspectRecord Of(Network network, PreprocessingEvidence evidence, IReadOnlyList<OperatorRecord> operators) => new(
        network.Model.Name,
        network.Model.Hash,
        network.Model.Opset,
        new(network.Inputs.Image.Name, network.Inputs.Image.Type, network.Inputs.Image.Sizes),
        network.Inputs.Others.Count == 0 ? null : [.. network.Inputs.Others.Select(other => new OtherInputRecord(other.Input.Name, other.Input.Type, other.Input.Sizes, other.ToString()))],
        PreprocessingRecord.Of(network),
        EvidenceRecord.Of(evidence),
        [.. network.Layers.Select(layer => InspectedLayer.Of(layer, network))],
        network.Gates,
        operators);
}

/// <summary>The input that takes the image.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Shape">Its sizes; null where the file leaves one free.</param>
sealed record InputRecord(string Name, ElementType Type, IReadOnlyList<int?> Shape);

/// <summary>An input beside the image.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">The type of its numbers.</param>
/// <param name="Shape">Its sizes; null where the file leaves one free.</param>
/// <param name="Given">The numbers that it is given.</param>
sealed record OtherInputRecord(string Name, ElementType Type, IReadOnlyList<int?> Shape, string Given);

/// <summary>A layer.</summary>
/// <param name="Name">Its short name.</param>
/// <param name="Tensor">The tensor's exact name.</param>
/// <param name="Operator">The operator that computes it.</param>
/// <param name="Channels">How many units it has.</param>
/// <param name="Height">Rows of the activation map.</param>
/// <param name="Width">Its columns.</param>
/// <param name="OtherTokens">How many tokens have no position in the image, such as a class token.</param>
/// <param name="ReceptiveField">The input pixels that a unit can depend on, exactly.</param>
/// <param name="ReceptiveFieldWithoutGates">The same without what comes through global gates.</param>
/// <param name="Gates">How many global gates lie before it.</param>
/// <param name="Level">Low, mid or high, by its receptive field.</param>
/// <param name="Heads">How many attention heads it has; null for another layer.</param>
sealed record InspectedLayer(
    string Name, string Tensor, string Operator, int Channels, int Height, int Width, int OtherTokens, SizeRecord ReceptiveField, SizeRecord ReceptiveFieldWithoutGates,
    int Gates, Level Level, int? Heads)
{
    internal static InspectedLayer Of(Layer layer, Network network) => new(
        layer.Name, layer.Tensor, layer.Operator, layer.Channels, layer.Height, layer.Width, layer.Form.Others, new(layer.ReceptiveFieldHeight, layer.ReceptiveFieldWidth), new(layer.LocalHeight, layer.LocalWidth),
        layer.Gates, LevelRule.Of(layer, network), layer.Heads > 0 ? layer.Heads : null);
}

/// <summary>An operator that a network uses.</summary>
/// <param name="Type">Its name.</param>
/// <param name="Count">How many nodes have it.</param>
/// <param name="Gradient">Whether a gradient can be taken through it.</param>
sealed record OperatorRecord(string Type, int Count, GradientSupport Gradient);
