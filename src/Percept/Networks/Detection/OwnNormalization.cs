using Percept.Onnx.Graphs;
using Percept.Onnx.Operators;

namespace Percept.Networks.Detection;

/// <summary>What a network itself does to its input's values before the first layer: a matrix over the channels and an offset.</summary>
sealed class OwnNormalization
{
    /// <summary>What a first layer is usually given, as scale and shift of values from 0 to 1, by colour: the conventions, and some that only networks themselves make.</summary>
    static readonly (double[] Scale, double[] Shift)[] usual =
    [
        .. Convention.Values.Select(values => (
            Enumerable.Range(0, 3).Select(color => (values.High - values.Low) / At(values.Deviation, color, 1)).ToArray(),
            Enumerable.Range(0, 3).Select(color => (values.Low - At(values.Mean, color, 0)) / At(values.Deviation, color, 1)).ToArray())),
        ([1, 1, 1], [-0.5, -0.5, -0.5]), ([255, 255, 255], [-127.5, -127.5, -127.5]), ([255, 255, 255], [-117, -117, -117]),
        ([3.72, 3.83, 3.63], [-1.79, -1.75, -1.48]),
    ];

    readonly double[,] matrix;
    readonly double[] offset;

    OwnNormalization(double[,] matrix, double[] offset) => (this.matrix, this.offset) = (matrix, offset);

    /// <summary>Finds it; null where the first layer gets the input as it is.</summary>
    /// <param name="image">The network's input in a graph of it, with its batch, channels and size.</param>
    internal static OwnNormalization? Of(Value image)
    {
        var data = new HashSet<Value> { image };
        var first = image.Graph.Nodes.FirstOrDefault(node =>
        {
            if (!node.Inputs.OfType<Value>().Any(data.Contains)) return false;
            if (!IsAffine(node.Operator) || (node.Operator is "Mul" or "Div" && data.Contains(node[1]) && data.Contains(node.X)) || (node.Operator == "Div" && data.Contains(node[1]))) return true;
            data.UnionWith(node.Outputs);
            return false;
        });
        var channels = image.Shape[1];
        if (first?.Inputs.OfType<Value>().FirstOrDefault(data.Contains) is not { } seen || seen == image || !seen.HasShape || seen.Shape.Rank != 4 || seen.Type != ElementType.Float32) return null;
        var seenAxis = seen.Shape[1] == channels ? 1 : 3;
        if (seen.Shape[seenAxis] != channels) return null;

        using var session = new Session([("seen", seen)], Device.Cpu, threads: 1);
        var offset = Run(null);
        var matrix = new double[channels, channels];
        for (var from = 0; from < channels; from++)
        {
            var answer = Run(from);
            for (var to = 0; to < channels; to++) matrix[to, from] = answer[to] - offset[to];
        }

        var isPlain = offset.All(number => number == 0) && matrix.Cast<double>().All(number => number is 0 or 1);
        return isPlain ? null : new(matrix, offset);

        double[] Run(int? channel)
        {
            var input = session.Input(session.Inputs.Single());
            var area = image.Shape[2] * image.Shape[3];
            for (var i = 0; i < input.Length; i++) input[i] = channel == i / area % channels ? 1 : 0;
            session.Run();
            var (height, width) = seenAxis == 1 ? (seen.Shape[2], seen.Shape[3]) : (seen.Shape[1], seen.Shape[2]);
            var middle = ((height / 2) * width) + (width / 2);
            var output = session.Output("seen");
            var numbers = new double[channels];
            for (var c = 0; c < channels; c++) numbers[c] = output[seenAxis == 1 ? (c * height * width) + middle : (middle * channels) + c];
            return numbers;
        }
    }

    /// <summary>Whether a convention's values become, through it, those that a first layer is usually given.</summary>
    internal bool MakesUsual(Preprocessing convention)
    {
        var (scales, shifts, channels) = (convention.Scales(), convention.Shifts(), offset.Length);
        var made = new (int Color, double Scale, double Shift)[channels];
        for (var to = 0; to < channels; to++)
        {
            var from = Enumerable.Range(0, channels).MaxBy(channel => Math.Abs(matrix[to, channel]));
            made[to] = (convention.Channels == ChannelOrder.Bgr ? 2 - from : from, matrix[to, from] * scales[from],
                offset[to] + Enumerable.Range(0, channels).Sum(channel => matrix[to, channel] * shifts[channel]));
        }

        return usual.Any(known => made.All(channel => channels == 1
            ? Agrees(channel.Scale, channel.Shift, known.Scale.Average(), known.Shift.Average())
            : Agrees(channel.Scale, channel.Shift, known.Scale[channel.Color], known.Shift[channel.Color])));
    }

    static bool IsAffine(string operation) => operation == "Cast" || Catalogue.Is(operation, Traits.Affine) || Catalogue.Is(operation, Traits.Picking) || Catalogue.Is(operation, Traits.Rearranging);

    static bool Agrees(double scale, double shift, double knownScale, double knownShift) =>
        Convention.Near(scale, knownScale, knownScale) && Convention.Near(shift, knownShift, knownScale);

    static double At(double[] numbers, int color, double or) => numbers.Length > 0 ? numbers[color] : or;
}
