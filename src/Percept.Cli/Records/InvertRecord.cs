using Percept.Answers.Inversion;

namespace Percept.Cli.Records;

/// <summary>What <c>invert</c> prints.</summary>
/// <param name="File">The picture.</param>
/// <param name="Layers">Each layer.</param>
sealed record InvertRecord(string File, IReadOnlyList<InvertedLayerRecord> Layers)
{
    internal static InvertRecord Of(IReadOnlyList<InvertedLayer> found, string file) => new(file, [.. found.Select(InvertedLayerRecord.Of)]);
}

/// <summary>What a layer keeps of the image.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Missing">The squared distance of the inversion's activations from the image's, as a share of the image's squares.</param>
/// <param name="Inversion">The objective of the inversion.</param>
/// <param name="Caricature">The objective of the caricature.</param>
/// <param name="Reached">How far the caricature's activations lie along the image's; 1 is the image itself.</param>
sealed record InvertedLayerRecord(string Name, double Missing, string Inversion, string Caricature, float Reached)
{
    internal static InvertedLayerRecord Of(InvertedLayer one) => new(one.Layer.Name, one.Missing, one.Inverted.Objective.ToString(), one.Caricature.Objective.ToString(), one.Caricature.Activation);
}
