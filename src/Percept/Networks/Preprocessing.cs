using Percept.Imaging;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>The order of a network's input channels.</summary>
public enum ChannelOrder
{
    /// <summary>Red, green, blue.</summary>
    Rgb,
    /// <summary>Blue, green, red.</summary>
    Bgr,
    /// <summary>Brightness alone.</summary>
    Gray,
    /// <summary>Any number of channels of any meaning, in the network's order: bands of a satellite, slices, image and depth.</summary>
    Planes,
    /// <summary>Red, green, blue and opacity. Images are opaque, so they have the first three alone.</summary>
    Rgba,
}

/// <summary>How an image becomes a network's input: x = (low + (high − low)·v − mean) / deviation, for v from 0 (black) to 1 (white).</summary>
/// <param name="Low">What black becomes.</param>
/// <param name="High">What white becomes.</param>
/// <param name="Mean">What is then subtracted, a number a channel in the network's order.</param>
/// <param name="Deviation">What is then divided by, a number a channel in the network's order.</param>
/// <param name="Channels">The order of the channels.</param>
/// <param name="Layout">The order of the axes.</param>
/// <param name="Height">The images' height in pixels.</param>
/// <param name="Width">The images' width in pixels.</param>
public sealed record Preprocessing(
    double Low, double High, IReadOnlyList<double> Mean, IReadOnlyList<double> Deviation, ChannelOrder Channels, Layout Layout, int Height, int Width)
{
    /// <summary>How many channels an image has: 3, or 1 where the network sees brightness alone, or as many as the network has planes.</summary>
    public int ImageChannels { get; init; } = Channels == ChannelOrder.Gray ? 1 : 3;

    /// <summary>How many channels the network takes.</summary>
    internal int NetworkChannels => Channels == ChannelOrder.Rgba ? ImageChannels + 1 : ImageChannels;

    /// <summary>What was said of the model's inputs: numbers of those beside the image, or which takes the image.</summary>
    public IReadOnlyDictionary<string, string> Inputs { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether images are red, green and blue.</summary>
    public bool IsColour => Channels is ChannelOrder.Rgb or ChannelOrder.Bgr or ChannelOrder.Rgba;

    /// <summary>A picture with as many channels as the network sees.</summary>
    /// <exception cref="GraphException">The network's channels are none that pictures have.</exception>
    internal Picture Fit(Picture picture)
    {
        RequirePictures();
        return Channels == ChannelOrder.Gray ? picture.ToGrey() : picture.ToColor();
    }

    /// <summary>Refuses a network that pictures cannot be shown to.</summary>
    /// <exception cref="GraphException">The network's channels are none that pictures have.</exception>
    internal void RequirePictures()
    {
        if (Channels == ChannelOrder.Planes)
            throw new GraphException($"The network takes images of {ImageChannels} channels, but pictures have 3 (red, green, blue) or 1, so it cannot look at them; `inspect`, `filters`, `optimize`, `measure` and `gradient` work without pictures.");
    }

    /// <summary>The command's options that say the same, but for the size.</summary>
    public string ToArguments() => PreprocessingOptions.Of(this).ToArguments();

    /// <summary>What a pixel's value from 0 to 1 is multiplied by, for each channel in the network's order.</summary>
    public float[] Scales() => [.. Enumerable.Range(0, NetworkChannels).Select(channel => (float)((High - Low) / DeviationOf(channel)))];

    /// <summary>What is then added, for each channel in the network's order.</summary>
    public float[] Shifts() => [.. Enumerable.Range(0, NetworkChannels).Select(channel => (float)((Low - (Mean.Count > 0 ? Mean[channel] : 0)) / DeviationOf(channel)))];

    /// <summary>Adds to the image's graph what turns it into the network's input.</summary>
    /// <param name="image">N x channels x height x width, red first, values from 0 to 1.</param>
    public Value Apply(Value image) => Layout.Arrange(ToInput(image));

    /// <summary>What turns an image into the network's input, but for the order of axes.</summary>
    internal Value ToInput(Value image)
    {
        var x = Channels switch
        {
            ChannelOrder.Bgr => image.Graph.Emit("Gather", [image, image.Graph.Constant(Tensor.Of(2, 1, 0))], new() { ["axis"] = 1 }),
            ChannelOrder.Rgba => image.Graph.Emit("Concat", [image, Opaque(image)], new() { ["axis"] = 1 }),
            _ => image,
        };
        var (scale, shift) = (Scales(), Shifts());
        if (scale.Any(factor => factor != 1)) x *= Channelwise(scale);
        if (shift.Any(offset => offset != 0)) x += Channelwise(shift);
        return x;

        Value Channelwise(float[] numbers) => image.Graph.Constant(Tensor.Of([1, numbers.Length, 1, 1], numbers));
    }

    static Value Opaque(Value image) => image.Graph.Constant(Tensor.Full(ElementType.Float32, [image.Shape[0], 1, image.Shape[2], image.Shape[3]], 1));

    double DeviationOf(int channel) => Deviation.Count > 0 ? Deviation[channel] : 1;
}
