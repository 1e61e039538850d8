using Percept.Onnx.Graphs;

namespace Percept.Networks.Kernels;

/// <summary>Which convolutions are done with fewer multiplications, and in squares of how many outputs.</summary>
static class WinogradRule
{
    /// <summary>Squares that are worked on together: what is made of them stays in near memory, and weights are fetched for all of them at once.</summary>
    internal const int Together = 96;

    /// <summary>The setting that says whether a Relu follows.</summary>
    internal const string Relu = "relu";

    /// <summary>What turning a number of the input or the output costs, in multiplications; part of it is the runtime's, which brings its own convolutions' numbers into the common order.</summary>
    const int Turning = 40;

    /// <summary>What fetching a weight's share costs, in multiplications: as many numbers do not stay in near memory from one image to the next.</summary>
    const int Fetching = 10;

    /// <summary>A smaller gain is not worth the memory.</summary>
    const double Gain = 1.2;

    /// <summary>The most numbers that the weights' shares may be: 1 GB.</summary>
    const long MostShares = 1 << 28;

    static readonly int[] sides = [F4x3.Outputs, F2x3.Outputs];

    internal static KernelDefinition Definition { get; } = new("Winograd", Inputs: 2, settings => Create(settings, inputs: 2));

    internal static KernelDefinition WithBias { get; } = new("BiasedWinograd", Inputs: 3, settings => Create(settings, inputs: 3));

    /// <summary>The same plus a value of the output's shape.</summary>
    internal static KernelDefinition WithSum { get; } = new("SummedWinograd", Inputs: 4, settings => Create(settings, inputs: 4));

    /// <summary>A convolution as our kernel; null where the runtime's own will do.</summary>
    internal static (string Operator, Attributes Attributes)? Of(Node node)
    {
        var (x, y, bias) = (node.X, node.Y, node.Optional(2));
        if (x.Type != ElementType.Float32 || x.Shape.Rank != 4 || node[1].Constant is null || bias is { Constant: null }) return null;
        var window = node.Window();
        if (window.Kernel is not [3, 3] || window.Strides is not [1, 1] || ConvolutionSizes.Of(window, x.Shape, node[1].Shape, y.Shape, y.Shape) is not { } attributes) return null;
        return Best(x.Shape, y.Shape) is { } outputs ? (OwnOperators.Name((bias is null ? Definition : WithBias).Name), Settings(attributes, outputs)) : null;
    }

    /// <summary>A kernel's settings from those of the convolution.</summary>
    /// <param name="sizes">The convolution's.</param>
    /// <param name="outputs">The side of the squares.</param>
    internal static Attributes Settings(Attributes sizes, int outputs) => sizes.With("outputs", (int[])[outputs]).With(Relu, (int[])[0]);

    /// <summary>Whether an operator is this kernel in one of its forms.</summary>
    internal static bool Is(string operation) => operation == OwnOperators.Name(Definition.Name) || operation == OwnOperators.Name(WithBias.Name) || operation == OwnOperators.Name(WithSum.Name);

    /// <summary>Such a convolution followed by a Relu; null where it has one.</summary>
    internal static Value? Rectified(Node convolution) =>
        IsRectified(convolution) ? null : convolution.Graph.Emit(convolution.Operator, [.. convolution.Inputs], convolution.Attributes.With(Relu, (int[])[1]));

    /// <summary>Such a convolution plus a value of its output's shape; null where it has one, or a Relu.</summary>
    internal static Value? Summed(Node convolution, Value value)
    {
        if (IsRectified(convolution) || convolution.Inputs.Count > 3) return null;
        var bias = convolution.Optional(2) ?? convolution.Graph.Constant(Tensor.Full(ElementType.Float32, [convolution.Y.Shape[1]], 0));
        return convolution.Graph.Emit(OwnOperators.Name(WithSum.Name), [convolution.X, convolution[1], bias, value], convolution.Attributes);
    }

    static bool IsRectified(Node convolution) => convolution.Attributes.Ints(Relu)![0] != 0;

    /// <summary>How many squares of so many outputs cover a row of outputs.</summary>
    internal static int Squares(int size, int outputs) => (size + outputs - 1) / outputs;

    static Kernel Create(KernelSettings settings, int inputs) => settings["outputs"][0] == F4x3.Outputs ? Create<F4x3>(settings, inputs) : Create<F2x3>(settings, inputs);

    static Kernel Create<T>(KernelSettings settings, int inputs) where T : struct, IWinogradTransform =>
        GemmMicrokernel.Lanes == Simd512.Count ? new Winograd<T, Simd512>(settings, inputs)
        : GemmMicrokernel.Lanes == Simd256.Count ? new Winograd<T, Simd256>(settings, inputs) : new Winograd<T, Simd128>(settings, inputs);

    /// <summary>The side of the squares that take the least multiplications; null where too few are saved.</summary>
    static int? Best(Shape x, Shape y)
    {
        if (x.Elements > int.MaxValue || y.Elements > int.MaxValue) return null;
        double filters = ConvolutionSizes.Padded(y[1]), turned = Turning * x[0] * ((x[1] * x[2] * (double)x[3]) + (filters * y[2] * y[3]));
        var direct = 9.0 * x[1] * y[1] * ((x[0] * y[2] * y[3]) + Fetching);
        return sides.Where(outputs => Shares(outputs) <= MostShares && Cost(outputs) * Gain <= direct).OrderBy(Cost).Select(outputs => (int?)outputs).FirstOrDefault();

        double Shares(int outputs) => (outputs + 2) * (outputs + 2) * x[1] * filters;

        double Cost(int outputs)
        {
            var squares = x[0] * Squares(y[2], outputs) * Squares(y[3], outputs);
            return (Shares(outputs) * (ConvolutionSizes.RoundedUp(squares) + (Fetching * Squares(squares, Together)))) + turned;
        }
    }
}
