using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using Percept.Files;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>What is said of a network's preprocessing, by the user, by the sidecar file <c>model.percept.json</c> or by the model's metadata; null where nothing is.</summary>
public sealed record PreprocessingOptions
{
    /// <summary>The metadata entry that holds these options as JSON.</summary>
    public const string MetadataKey = "percept";

    static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        AllowTrailingCommas = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    };

    /// <summary>What black and white become.</summary>
    public double[]? Range { get; init; }

    /// <summary>What is subtracted from each channel after that.</summary>
    public double[]? Mean { get; init; }

    /// <summary>What each channel is divided by after that.</summary>
    public double[]? Std { get; init; }

    /// <summary>The order of the channels.</summary>
    public ChannelOrder? Channels { get; init; }

    /// <summary>The order of the axes.</summary>
    public Layout? Layout { get; init; }

    /// <summary>Height and width in pixels.</summary>
    public int[]? Size { get; init; }

    /// <summary>By the names of a model's inputs, the numbers that those beside the image are given, separated by commas, or <c>image</c> for the one that takes it.</summary>
    public Dictionary<string, string>? Inputs { get; init; }

    /// <summary>The names of the classes, in the order of the outputs.</summary>
    public string[]? Labels { get; init; }

    /// <summary>These options, and where they say nothing, those.</summary>
    public PreprocessingOptions Or(PreprocessingOptions? other) => other is null ? this : new()
    {
        Range = Range ?? other.Range,
        Mean = Mean ?? other.Mean,
        Std = Std ?? other.Std,
        Channels = Channels ?? other.Channels,
        Layout = Layout ?? other.Layout,
        Size = Size ?? other.Size,
        Inputs = Inputs ?? other.Inputs,
        Labels = Labels ?? other.Labels,
    };

    /// <summary>The options that give a preprocessing again.</summary>
    public static PreprocessingOptions Of(Preprocessing preprocessing) => new()
    {
        Range = [preprocessing.Low, preprocessing.High],
        Mean = preprocessing.Mean is { Count: > 0 } mean ? [.. mean] : null,
        Std = preprocessing.Deviation is { Count: > 0 } deviation ? [.. deviation] : null,
        Channels = preprocessing.Channels,
        Layout = preprocessing.Layout,
        Size = [preprocessing.Height, preprocessing.Width],
        Inputs = preprocessing.Inputs.Count > 0 ? new(preprocessing.Inputs) : null,
    };

    /// <summary>The options as they are written beside a model or into its metadata; what is not said is left out.</summary>
    internal string ToJson() => JsonSerializer.Serialize(this, Format);

    /// <summary>The same as the command's options, but for the size and the labels; in quotes where a shell needs them.</summary>
    public string ToArguments()
    {
        return string.Join(' ', new[] { Said("range", List(Range)), Said("mean", List(Mean)), Said("std", List(Std)), Said("channels", Channels?.ToString().ToLowerInvariant()), Said("layout", Layout?.ToString().ToLowerInvariant()) }
            .OfType<string>().Concat((Inputs ?? []).Select(input => $"--input={ShellText.Quote($"{input.Key}={input.Value}")}")));

        static string? Said(string name, string? value) => value is null ? null : $"--{name}={value}";

        static string? List(double[]? numbers) => numbers is null ? null : string.Join(',', numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));
    }

    /// <summary>Whether other options say the same.</summary>
    public bool Equals(PreprocessingOptions? other) => other is not null && ToJson() == other.ToJson();

    /// <inheritdoc/>
    public override int GetHashCode() => ToJson().GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => ToJson();

    /// <summary>What lies beside a model as <c>model.percept.json</c> or is noted in its metadata.</summary>
    /// <exception cref="GraphException">It is not written as these options are.</exception>
    internal static PreprocessingOptions? Beside(string modelPath, Model model) => InSidecar(modelPath)?.Or(InMetadata(model)) ?? InMetadata(model);

    /// <summary>These options with what lies beside the model and what its metadata say, and which of them says the values.</summary>
    /// <exception cref="GraphException">What lies there is not written as these options are.</exception>
    internal (PreprocessingOptions Known, PreprocessingOrigin Origin) With(string modelPath, Model model)
    {
        var (sidecar, metadata) = (InSidecar(modelPath), InMetadata(model));
        var known = Or(sidecar).Or(metadata);
        var source = SaysValues ? PreprocessingSource.Given : sidecar is { SaysValues: true } ? PreprocessingSource.Sidecar : metadata is { SaysValues: true } ? PreprocessingSource.Metadata : PreprocessingSource.Assumed;
        return (known, new(source, known.Channels is not null || source != PreprocessingSource.Assumed));
    }

    bool SaysValues => Range is not null || Mean is not null || Std is not null;

    static PreprocessingOptions? InSidecar(string modelPath) => Path.ChangeExtension(modelPath, ".percept.json") is var sidecar && File.Exists(sidecar) ? Parse(File.ReadAllText(sidecar), $"'{sidecar}'") : null;

    static PreprocessingOptions? InMetadata(Model model) => model.Metadata.TryGetValue(MetadataKey, out var text) ? Parse(text, $"the metadata '{MetadataKey}' of '{model.Name}'") : null;

    /// <summary>The preprocessing that these options and a model's declared input give together; the likeliest where several do.</summary>
    /// <exception cref="GraphException">They contradict each other, or the input is not an image.</exception>
    internal Preprocessing Resolve(ModelInput input) => Candidates(input).First();

    /// <summary>The preprocessings that these options and a model's declared input allow, the likeliest first: of what the file leaves free, only the network itself tells what it takes.</summary>
    /// <exception cref="GraphException">They contradict each other, or the input is not an image.</exception>
    internal IEnumerable<Preprocessing> Candidates(ModelInput input)
    {
        if (input.Type is ElementType.Undefined or ElementType.String or ElementType.Bool) throw NoImage(input);
        // Whole numbers of 32 and 64 bits in two axes are those of words.
        IReadOnlyList<Layout> layouts = Layout is { } given ? [given] : input is { Type: ElementType.Int32 or ElementType.Int64, Sizes.Count: 2 } ? [] : Layouts.Of(input.Sizes);
        if (layouts.Count == 0) throw NoImage(input);
        if (Size is not (null or [> 0, > 0])) throw new GraphException("A size is a height and a width in pixels, such as 224,224.");
        foreach (var usual in usualSizes)
        {
            var anyFree = false;
            foreach (var layout in layouts)
            {
                var (channels, height, width) = layout.Split(input.Sizes) ?? throw new GraphException($"The network's input {input} has {input.Sizes.Count} axes, which are not those of '{layout.ToString().ToLowerInvariant()}'.");
                if (channels < 1) throw NoImage(input);
                anyFree |= Size is null && (height is null || width is null);
                foreach (var count in channels is { } known ? [known] : Channels is null ? (int[])[3, 1] : [0])
                    yield return Resolved(input, layout, count == 0 ? null : count, Size?[0] ?? height ?? usual, Size?[1] ?? width ?? usual);
            }

            if (!anyFree) yield break;
        }
    }

    /// <summary>Heights and widths that networks are made for, those of most first.</summary>
    static readonly int[] usualSizes = [224, 256, 299, 384, 192, 160, 128, 112, 96, 64, 48, 32, 28, 320, 416, 448, 512, 640];

    Preprocessing Resolved(ModelInput input, Layout layout, int? channels, int height, int width)
    {
        var order = Channels ?? channels switch { null or 3 => ChannelOrder.Rgb, 1 => ChannelOrder.Gray, 4 => ChannelOrder.Rgba, _ => ChannelOrder.Planes };
        var count = order switch { ChannelOrder.Gray => 1, ChannelOrder.Rgba => 4, ChannelOrder.Planes => channels ?? throw new GraphException($"The network's input {input} does not say how many channels it has, which 'planes' needs."), _ => 3 };
        if (channels is { } given && given != count) throw new GraphException($"The network's input {input} has {given} channel(s), not the {count} of '{order.ToString().ToLowerInvariant()}'.");
        if (Range is not (null or [_, _])) throw new GraphException("A range is two numbers: what black becomes and what white becomes, such as -1,1.");
        if (Range is [var black, var white] && black == white) throw new GraphException($"The range {black},{white} makes every image the same.");
        Check(Mean, "mean", count);
        Check(Std, "std", count);
        if (Std is not null && Std.Contains(0)) throw new GraphException("A std of 0 cannot be divided by.");
        // Whole numbers of eight bits are pixels as files have them.
        var (low, high) = input.Type.IsFloat() ? (0, 1) : input.Type == ElementType.Int8 ? (-128, 127) : (0, 255);
        return new(Range?[0] ?? low, Range?[1] ?? high, Each(Mean, count), Each(Std, count), order, layout, height, width) { ImageChannels = order == ChannelOrder.Rgba ? 3 : count, Inputs = Inputs ?? [] };
    }

    static double[] Each(double[]? numbers, int channels) => numbers is [var one] ? [.. Enumerable.Repeat(one, channels)] : numbers ?? [];

    static void Check(double[]? numbers, string name, int channels)
    {
        if (numbers is not null && numbers.Length != channels && numbers.Length != 1) throw new GraphException($"The {name} has {numbers.Length} numbers where the network has {channels} channel(s).");
    }

    static GraphException NoImage(ModelInput input) => new(
        $"The network has no image input: its input is {input}, where an image is needed, such as 1x3x224x224, 1x224x224x3, 3x224x224 or 224x224x3.");

    static PreprocessingOptions Parse(string json, string where)
    {
        try
        {
            return JsonSerializer.Deserialize<PreprocessingOptions>(json, Format) ?? new();
        }
        catch (JsonException error)
        {
            throw new GraphException($"The preprocessing in {where} cannot be read: {error.Message}", error);
        }
    }
}
