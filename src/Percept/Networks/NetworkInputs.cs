using System.Globalization;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>Which of a model's inputs takes the image, and what the others are given.</summary>
/// <param name="Image">The input that takes the image.</param>
/// <param name="Others">The other inputs with the numbers that each is given, the same for every image.</param>
public sealed record NetworkInputs(ModelInput Image, IReadOnlyList<OtherInput> Others)
{
    /// <summary>What a user says of the input that takes the image.</summary>
    public const string ImageWord = "image";

    /// <summary>The inputs of a model, some of which a user may have said something of.</summary>
    /// <param name="model">The model.</param>
    /// <param name="given">By the inputs' names numbers as text, separated by commas, or <see cref="ImageWord"/>.</param>
    /// <exception cref="GraphException">No input takes an image, or what is said does not go with the model's inputs.</exception>
    internal static NetworkInputs Of(Model model, IReadOnlyDictionary<string, string>? given)
    {
        given ??= new Dictionary<string, string>();
        foreach (var name in given.Keys)
            if (model.Inputs.All(input => input.Name != name)) throw new GraphException($"'{model.Name}' has no input '{name}'; it has {string.Join(", ", model.Inputs.Select(input => input.Name))}.");
        if (model.Inputs.Count == 0) throw new GraphException($"'{model.Name}' has no inputs; Percept looks into networks that take an image.");
        ModelInput[] said = [.. model.Inputs.Where(input => given.GetValueOrDefault(input.Name) == ImageWord)];
        if (said.Length > 1) throw new GraphException($"Only one input can take the image, not both {said[0].Name} and {said[1].Name}.");
        var image = said.FirstOrDefault() ?? (model.Inputs.Count == 1 ? model.Inputs[0] : model.Inputs.MaxBy(Likeness) is { } best && Likeness(best) > 0 ? best
            : throw new GraphException($"'{model.Name}' has {model.Inputs.Count} inputs ({string.Join("; ", model.Inputs)}), and none looks like an image; say which with --input NAME={ImageWord}."));
        return new(image, [.. model.Inputs.Where(input => input != image).Select(input => OtherInput.Of(input, given.GetValueOrDefault(input.Name)))]);
    }

    /// <summary>What each of the model's inputs is given in a graph.</summary>
    /// <param name="x">The image, in the order of axes that the model wants.</param>
    /// <param name="batch">How many images these are.</param>
    /// <param name="size">Their height and width.</param>
    /// <exception cref="GraphException">An input was given other numbers than it has.</exception>
    internal Dictionary<string, Value> With(Value x, int batch, (int Height, int Width) size)
    {
        // Whole numbers are given as floats, so that there are gradients.
        var all = new Dictionary<string, Value>(StringComparer.Ordinal) { [Image.Name] = Image.Type.IsFloat() ? x.Cast(Image.Type) : x };
        foreach (var other in Others) all[other.Input.Name] = x.Graph.Constant(other.Tensor(Image, x.Shape, batch, size), other.Input.Name);
        return all;
    }

    /// <summary>What the others are given, as a sentence; null where there are none.</summary>
    public string? Sentence => Others.Count == 0 ? null
        : $"The input '{Image.Name}' takes the image; the others are given {string.Join(", ", Others.Select(other => $"{other.Input.Name} = {other}"))} (--input NAME=NUMBERS says otherwise).";

    /// <summary>How much an input looks like that of an image: by its shape above all, then by its name.</summary>
    static int Likeness(ModelInput input)
    {
        if (input.Type is not (ElementType.Float32 or ElementType.Float16 or ElementType.Float64 or ElementType.BFloat16 or ElementType.UInt8 or ElementType.Int8)) return 0;
        var shape = input.Sizes.Count switch
        {
            4 => Math.Max(Channels(input.Sizes[1], input.Sizes[2], input.Sizes[3]), Channels(input.Sizes[3], input.Sizes[1], input.Sizes[2])),
            3 => Math.Max(Channels(input.Sizes[0], input.Sizes[1], input.Sizes[2]), Channels(input.Sizes[2], input.Sizes[0], input.Sizes[1])) - 4,
            2 => input.Sizes.All(size => size is >= 8) ? 2 : 0,
            _ => 0,
        };
        return shape <= 0 ? 0 : shape + (Has(input.Name, "image", "img", "pixel", "photo", "rgb") ? 3 : 0) - (Has(input.Name, "mask", "state", "prev", "hidden", "memory") ? 4 : 0);

        static int Channels(int? channels, int? height, int? width) =>
            height is < 8 || width is < 8 ? 0 : channels switch { 3 => 10, 1 => 8, 4 => 7, null => 6, < 16 => 6, _ => 5 };
    }

    internal static bool Has(string name, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
            if (name.Contains(part, StringComparison.OrdinalIgnoreCase)) return true;
        return false;
    }
}

/// <summary>An input beside the image, and the numbers that it is given.</summary>
/// <param name="Input">The input.</param>
/// <param name="Numbers">One number for all of its elements, or one for each element of one image; null for the image's height and width.</param>
public sealed record OtherInput(ModelInput Input, IReadOnlyList<double>? Numbers)
{
    /// <summary>The numbers a user gave an input, or those that its name calls for.</summary>
    internal static OtherInput Of(ModelInput input, string? given)
    {
        if (given is null) return new(input, Usual(input));
        var numbers = given.Split(',', StringSplitOptions.TrimEntries).Select(text => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number
            : bool.TryParse(text, out var flag) ? flag ? 1 : 0
            : throw new GraphException($"'{text}' is no number that the input '{input.Name}' could be given.")).ToArray();
        return new(input, numbers);
    }

    /// <summary>The tensor of that many images, in a shape that goes with the image's.</summary>
    internal Tensor Tensor(ModelInput image, Shape imageShape, int batch, (int Height, int Width) size)
    {
        double[] numbers = [.. Numbers ?? [size.Height, size.Width]];
        int?[] sizes = [.. Input.Sizes.Select(SizeOf)];
        // What nothing tells has as many elements as there are numbers.
        var rest = sizes.Skip(1).Aggregate(1L, (product, each) => product * (each ?? 1));
        if (sizes.Count(each => each is null) == 1 && numbers.Length % rest == 0) sizes[Array.IndexOf(sizes, null)] = (int)(numbers.Length / rest);
        Shape shape = [.. sizes.Select(each => each ?? 1)];
        if (numbers.Length > 1 && shape.Elements != numbers.Length && (shape.Rank == 0 || shape.Elements != (long)numbers.Length * shape[0]))
            throw new GraphException($"The input {Input} was given {numbers.Length} numbers, where it has {shape.Elements} ({shape}).");
        double[] all = [.. Enumerable.Range(0, (int)shape.Elements).Select(i => numbers[i % numbers.Length])];
        return Onnx.Graphs.Tensor.From(Input.Type, shape, all);

        // An axis that the file calls as it does one of the image's has its size; the first is the batch.
        int? SizeOf(int? declared, int axis) =>
            Input.Symbols.ElementAtOrDefault(axis) is { } symbol && image.Symbols.ToList().IndexOf(symbol) is var same and >= 0 ? imageShape[same]
            : axis == 0 && Input.Sizes.Count > 1 && (declared is null || declared == image.Sizes[0]) ? batch : declared;
    }

    /// <summary>What networks are usually given under such a name: sizes of the image, scales of 1, masks that hide nothing, the usual thresholds of detectors; else 0.</summary>
    static double[]? Usual(ModelInput input) => input.Type == ElementType.Bool && !NetworkInputs.Has(input.Name, "mask") ? [0]
        : input.Sizes is [_, 2] or [2] && NetworkInputs.Has(input.Name, "shape", "size") ? null
        : NetworkInputs.Has(input.Name, "mask", "scale", "ratio", "factor", "keep_prob", "temperature") ? [1]
        : NetworkInputs.Has(input.Name, "iou", "nms") ? [0.5]
        : NetworkInputs.Has(input.Name, "thresh", "score", "conf") ? [0.05]
        : NetworkInputs.Has(input.Name, "max_output", "max_det", "max_box", "topk", "top_k") ? [100]
        : [0];

    /// <summary>The numbers as the command takes them.</summary>
    public override string ToString() => Numbers is null ? "the image's height and width" : string.Join(',', Numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));
}
