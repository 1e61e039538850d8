using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>The inputs of a piece in a session.</summary>
sealed class ScoreInputs(Network network, Func<string, Span<float>> inputs, string name, Shape image, Func<Layer, Shape> shapes, ICollection<GivenPicture> given)
{
    internal const string Weight = "weight", Share = "share", Given = "given";

    /// <summary>The network.</summary>
    internal Network Network => network;

    /// <summary>The elements of an input.</summary>
    internal Span<float> this[string what] => inputs($"{name}/{what}");

    /// <summary>The shape of a layer's activations at this image size: 1 x units x height x width.</summary>
    internal Shape ShapeOf(Layer layer) => shapes(layer);

    /// <summary>Gives the picture of a file, brought to the image's size.</summary>
    internal void Give(string path)
    {
        var picture = Picture.ReadFitted(path, image[2], image[3]);
        given.Add(new($"{name}/{Given}", network.Preprocessing.Fit(picture).ToPlanes()));
    }
}

/// <summary>A picture that a session looks at beside the image that climbs, through the same view.</summary>
/// <param name="Input">The session's input for it.</param>
/// <param name="Planes">Channels x height x width, values from 0 to 1.</param>
sealed record GivenPicture(string Input, float[] Planes);
