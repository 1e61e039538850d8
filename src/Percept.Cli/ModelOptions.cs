using System.CommandLine;
using Percept.Networks;

namespace Percept.Cli;

/// <summary>A network and what is said of its preprocessing: the same on every verb that takes a model.</summary>
sealed class ModelOptions
{
    readonly Option<double[]?> range = OptionOf.Numbers("--range", "What the network's input takes black and white to, such as --range=-1,1.", "LOW,HIGH", 2);
    readonly Option<double[]?> mean = OptionOf.Numbers("--mean", "What is then subtracted: a number for each channel, or one for all.", "R,G,B", 1, 3);
    readonly Option<double[]?> std = OptionOf.Numbers("--std", "What is then divided by: a number for each channel, or one for all.", "R,G,B", 1, 3);
    readonly Option<ChannelOrder?> channels = OptionOf.OneOf<ChannelOrder>("--channels", "The order of the input's channels.");
    readonly Option<Layout?> layout = OptionOf.OneOf<Layout>("--layout", "The order of the input's axes.");

    /// <summary>The ONNX file.</summary>
    internal Argument<string> Model { get; } = new("MODEL") { Description = "The network: an ONNX file." };

    /// <summary>Height and width of images in pixels.</summary>
    internal Option<int[]?> Size { get; } = OptionOf.Size("--size", "Height and width of the images in pixels; one number for both.");

    /// <summary>Adds the preprocessing to a verb, behind the verb's own options.</summary>
    internal void AddTo(Verb verb, bool hidden = false)
    {
        foreach (var option in new Option[] { Size, range, mean, std, channels, layout })
        {
            option.Hidden = hidden;
            verb.Add(option);
        }
    }

    /// <summary>The network with its preprocessing.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="sized">Whether the size given is that of the network's images.</param>
    internal Network Load(ParseResult parsed, bool sized = true) => Network.Load(parsed.GetRequiredValue(Model), new()
    {
        Range = parsed.GetValue(range),
        Mean = parsed.GetValue(mean),
        Std = parsed.GetValue(std),
        Channels = parsed.GetValue(channels),
        Layout = parsed.GetValue(layout),
        Size = sized ? parsed.GetValue(Size) : null,
    });
}
