using System.CommandLine;
using Percept.Imaging;
using Percept.Networks;
using Percept.Networks.Detection;

namespace Percept.Cli;

/// <summary>A network and its preprocessing: the same on every verb that takes a model.</summary>
sealed class ModelOptions
{
    readonly DeviceOptions device = new();
    readonly Option<int[]?> size = OptionOf.Size("--size", "Height and width of the images in pixels. One number for both.");
    readonly Option<double[]?> range = OptionOf.Numbers("--range", "The values that black and white have in the network's input, such as --range=-1,1.", "LOW,HIGH", 2);
    readonly Option<double[]?> mean = OptionOf.Numbers("--mean", "The mean that is then subtracted: a number for each channel, or one for all.", "R,G,B");
    readonly Option<double[]?> std = OptionOf.Numbers("--std", "The deviation that is then divided by: a number for each channel, or one for all.", "R,G,B");
    readonly Option<ChannelOrder?> channels = OptionOf.OneOf<ChannelOrder>("--channels", "The order of the input's channels.");
    readonly Option<Layout?> layout = OptionOf.OneOf<Layout>("--layout", "The order of the input's axes.");
    readonly Option<string[]> inputs = OptionOf.Inputs("The numbers that another input of the network is given, separated by commas; or 'image' for the input that takes the image. May be repeated.", "NAME=NUMBERS");

    /// <summary>The ONNX file.</summary>
    internal Argument<string> Model { get; } = CommonOptions.Network();

    /// <summary>Adds the preprocessing to a verb, behind the verb's own options.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="hidden">Whether its help leaves them out.</param>
    /// <param name="trains">Whether it trains, and chooses the size itself, on networks with one input.</param>
    internal void AddTo(Verb verb, bool hidden = false, bool trains = false)
    {
        // The verb that takes an input itself takes these with it.
        foreach (var option in new Option[] { size, range, mean, std, channels, layout, inputs }.Where(option => !(trains && (option == size || option == inputs)) && verb.Options.All(other => other.Name != option.Name)))
        {
            option.Hidden = hidden;
            verb.Add(option);
        }

        device.AddTo(verb);
    }

    /// <summary>The network with its preprocessing.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="sized">Whether the size given is that of the network's images.</param>
    internal Network Load(ParseResult parsed, bool sized = true) => Network.Load(parsed.GetRequiredValue(Model), Of(parsed) with { Size = sized ? SizeOf(parsed) : null }).On(DeviceOf(parsed));

    /// <summary>Where the network runs.</summary>
    internal Device DeviceOf(ParseResult parsed) => device.Of(parsed);

    /// <summary>The preprocessing options that are given, without the size.</summary>
    internal PreprocessingOptions Of(ParseResult parsed) => new()
    {
        Range = Given(parsed, range),
        Mean = Given(parsed, mean),
        Std = Given(parsed, std),
        Channels = parsed.GetValue(channels),
        Layout = parsed.GetValue(layout),
        Inputs = OptionOf.InputsOf(parsed.GetResult(inputs) is null ? [] : parsed.GetValue(inputs) ?? []),
    };

    /// <summary>The network with its preprocessing settled, and a note where it is found by evidence, assumed or contradicted.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="output">Where the note goes.</param>
    /// <param name="images">Images that the network is run on.</param>
    /// <param name="sized">Whether the size given is that of the network's images.</param>
    internal Network Load(ParseResult parsed, Output output, IReadOnlyList<ImageFile>? images = null, bool sized = true)
    {
        var network = Load(parsed, sized);
        if (network.Inputs.Sentence is { } sentence) output.Note(sentence);
        return Settle(network, output, images);
    }

    /// <summary>A network with its preprocessing settled, and a note where it is found by evidence, assumed or contradicted.</summary>
    internal static Network Settle(Network network, Output output, IReadOnlyList<ImageFile>? images = null)
    {
        var settled = ConfiguredNetwork.Of(network, images);
        if (settled.Note is { } note) output.Foreword(note);
        return settled.Network;
    }

    /// <summary>Whether any preprocessing option is given.</summary>
    internal bool AreGiven(ParseResult parsed) => new Option[] { range, mean, std, channels, layout }.Any(option => parsed.GetResult(option) is not null);

    /// <summary>Height and width of images in pixels, where they are given.</summary>
    internal int[]? SizeOf(ParseResult parsed) => Given(parsed, size);

    /// <remarks>The value of a list that is not given is an empty one.</remarks>
    static T[]? Given<T>(ParseResult parsed, Option<T[]?> option) => parsed.GetResult(option) is null ? null : parsed.GetValue(option);
}
