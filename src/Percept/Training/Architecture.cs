using System.Globalization;
using System.Text.RegularExpressions;
using Percept.Onnx.Graphs;

namespace Percept.Training;

/// <summary>A network described in a few lines, from the image on; at its end the mean over all positions and a linear layer give the scores.</summary>
/// <remarks>
/// <c>conv 24 7x7 stride 2</c> is a convolution with 24 filters, normalization and ReLU; <c>block 32 stride 2</c> a residual block
/// of two 3x3 convolutions; <c>max 2</c> and <c>average 2</c> are pools; <c>dense 64</c> is a linear layer and ReLU on the mean; what
/// follows a <c>#</c> is a remark, and <c>input 64</c> says the images' size.
/// </remarks>
public sealed partial class Architecture
{
    const string Forms = "'conv 24 7x7 stride 2', 'block 32 stride 2', 'max 2', 'average 2', 'dense 64' and 'input 64'";

    readonly IReadOnlyList<Line> lines;

    Architecture(string text, IReadOnlyList<Line> lines, int? size) => (Text, this.lines, Size) = (text, lines, size);

    /// <summary>The description, as it was written.</summary>
    public string Text { get; }

    /// <summary>The size of the images, where the description says it.</summary>
    public int? Size { get; }

    readonly record struct Line(string Kind, int Count, int Kernel, int Stride);

    /// <summary>The network that is made where none is asked for: small enough for minutes on a few cores, its first layer large enough to be looked at.</summary>
    /// <param name="size">Height and width of the images.</param>
    public static Architecture For(int size) => Parse(size switch
    {
        < 48 => "conv 24 5x5\nblock 32 stride 2\nblock 64 stride 2\nblock 128 stride 2",
        < 112 => "conv 24 7x7 stride 2\nblock 32\nblock 64 stride 2\nblock 128 stride 2",
        _ => "conv 24 7x7 stride 2\nmax 2\nblock 32\nblock 64 stride 2\nblock 128 stride 2",
    }, "the standard architecture");

    /// <summary>Reads a description.</summary>
    /// <param name="text">The lines.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="TrainingException">A line is no layer.</exception>
    public static Architecture Parse(string text, string name)
    {
        var (lines, size) = (new List<Line>(), (int?)null);
        foreach (var (number, line) in text.Split('\n').Select((line, i) => (i + 1, line.Split('#')[0].Trim().ToLowerInvariant())).Where(each => each.Item2.Length > 0))
        {
            var match = Form().Match(line);
            if (!match.Success) throw new TrainingException($"Line {number} of '{name}' is '{line}', which is no layer; there are {Forms}.");
            int Number(string group, int or) => match.Groups[group].Success ? int.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture) : or;
            var read = new Line(match.Groups["kind"].Value, Number("count", 0), Number("kernel", 3), Number("stride", 1));
            if (read.Count == 0 || read.Stride == 0 || read.Kernel == 0) throw new TrainingException($"Line {number} of '{name}' is '{line}'; its numbers begin at 1.");
            if (read.Kind == "input") size = read.Count;
            else if (lines.Count > 0 && lines[^1].Kind == "dense" && read.Kind != "dense") throw new TrainingException($"Line {number} of '{name}' is '{line}', behind a dense layer, where there are no positions any more; put it before.");
            else lines.Add(read);
        }

        return lines.Count > 0 ? new(text, lines, size) : throw new TrainingException($"'{name}' names no layer; a description has a line for each, such as {Forms}.");
    }

    /// <summary>An ONNX model with random weights: any number of images, red, green and blue from -1 to 1.</summary>
    /// <param name="classes">How many scores it gives.</param>
    /// <param name="size">Height and width of the images.</param>
    /// <param name="seed">What the weights are drawn from.</param>
    public byte[] Build(int classes, int size, int seed)
    {
        var layers = new Layers(new Random(seed));
        foreach (var (kind, count, kernel, stride) in lines)
            switch (kind)
            {
                case "conv": layers.Convolution(count, kernel, stride); break;
                case "block": layers.Block(count, stride); break;
                case "dense": layers.Dense(count); break;
                default: layers.Pool(kind == "max" ? "MaxPool" : "AveragePool", count); break;
            }

        return layers.Build(classes, size);
    }

    [GeneratedRegex(@"^(?<kind>conv)\s+(?<count>\d{1,4})(\s+(?<kernel>\d{1,2})x\k<kernel>)?(\s+stride\s+(?<stride>\d))?$|^(?<kind>block)\s+(?<count>\d{1,4})(\s+stride\s+(?<stride>\d))?$|^(?<kind>max|average|dense|input)\s+(?<count>\d{1,4})$")]
    private static partial Regex Form();

    /// <summary>Writes layers one behind the other.</summary>
    sealed class Layers(Random random)
    {
        readonly ModelBuilder model = new();
        readonly Dictionary<string, int> counts = [];
        string x = "image";
        int channels = 3;
        bool isFlat;

        internal void Convolution(int filters, int kernel, int stride)
        {
            var name = Next("conv");
            x = model.Node("Relu", name, [Normalized(name, x, channels, filters, kernel, stride)]);
            channels = filters;
        }

        internal void Block(int filters, int stride)
        {
            var name = Next("block");
            var first = model.Node("Relu", $"{name}/first", [Normalized($"{name}/first", x, channels, filters, 3, stride)]);
            var second = Normalized($"{name}/second", first, filters, filters, 3, 1);
            var shortcut = channels == filters && stride == 1 ? x : Normalized($"{name}/shortcut", x, channels, filters, 1, stride);
            x = model.Node("Relu", name, [model.Node("Add", $"{name}/sum", [second, shortcut])]);
            channels = filters;
        }

        internal void Pool(string operation, int size) => x = model.Node(operation, Next("pool"), [x], new() { ["kernel_shape"] = (int[])[size, size], ["strides"] = (int[])[size, size] });

        internal void Dense(int outputs)
        {
            var name = Next("dense");
            x = model.Node("Relu", name, [Linear(name, $"{name}/linear", outputs)]);
        }

        internal byte[] Build(int classes, int size)
        {
            Linear("scores", "scores", classes);
            model.Input("image", null, 3, size, size);
            return model.Build(new Dictionary<string, string>(), ("scores", [null, classes]));
        }

        string Linear(string name, string node, int outputs)
        {
            if (!isFlat) x = model.Node("Flatten", "features", [model.Node("GlobalAveragePool", "mean", [x])], new() { ["axis"] = 1 });
            isFlat = true;
            var linear = model.Node("Gemm", node, [x, model.Weight($"{name}/weights", Weights.Random(random, [outputs, channels], channels, gain: 1)), model.Weight($"{name}/bias", Tensor.Full(ElementType.Float32, [outputs], 0))], new() { ["transB"] = 1 });
            channels = outputs;
            return linear;
        }

        string Normalized(string name, string from, int inputs, int filters, int kernel, int stride)
        {
            var (before, after) = ((kernel - 1) / 2, kernel / 2);
            var isFirst = from == "image" && kernel > 3;
            var weights = isFirst ? Weights.Smooth(random, filters, inputs, kernel) : Weights.Random(random, [filters, inputs, kernel, kernel], inputs * kernel * kernel, gain: 2);
            var conv = model.Node("Conv", $"{name}/conv", [from, model.Weight($"{name}/weights", weights)], new()
            {
                ["kernel_shape"] = (int[])[kernel, kernel],
                ["strides"] = (int[])[stride, stride],
                ["pads"] = (int[])[before, before, after, after],
            });
            string Each(string what, double number) => model.Weight($"{name}/{what}", Tensor.Full(ElementType.Float32, [filters], number));
            return model.Node("BatchNormalization", $"{name}/norm", [conv, Each("scale", 1), Each("shift", 0), Each("mean", 0), Each("variance", 1)], new() { ["epsilon"] = 1e-5f, ["momentum"] = 0.9f });
        }

        string Next(string kind) => $"{kind}{counts[kind] = counts.GetValueOrDefault(kind) + 1}";
    }
}
