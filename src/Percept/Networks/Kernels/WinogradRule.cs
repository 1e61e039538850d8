using Percept.Onnx.Graphs;

namespace Percept.Networks.Kernels;

/// <summary>Which convolutions are done with fewer multiplications, and in squares of how many outputs.</summary>
static class WinogradRule
{
    /// <summary>Squares that are worked on together: what is made of them stays in near memory, and weights are fetched for all of them at once.</summary>
    internal const int Together = 96;

    /// <summary>What turning a number of the input or the output costs, in multiplications; part of it is the runtime's, which brings its own convolutions' numbers into the common order.</summary>
    const int Turning = 40;

    /// <summary>What fetching a weight's share costs, in multiplications: as many numbers do not stay in near memory from one image to the next.</summary>
    const int Fetching = 10;

    /// <summary>A smaller gain is not worth the memory.</summary>
    const double Gain = 1.2;

    /// <summary>The most numbers that the weights' shares may be: 1 GB.</summary>
    const long MostShares = 1 << 28;

    static readonly int[] sides = [F4x3.Outputs, F2x3.Outputs];

    internal static KernelDefinition Definition { get; } = new("Winograd", Inputs: 2, settings => Create(settings, biased: false));

    internal static KernelDefinition WithBias { get; } = new("BiasedWinograd", Inputs: 3, settings => Create(settings, biased: true));

    /// <summary>A convolution as our kernel; null where the runtime's own will do.</summary>
    internal static (string Operator, Attributes Attributes)? Of(Node node)
    {
        var (x, y, bias) = (node.X, node.Y, node.Optional(2));
        if (x.Type != ElementType.Float32 || x.Shape.Rank != 4 || node[1].Constant is null || bias is { Constant: null }) return null;
        var window = node.Window();
        if (window.Kernel is not [3, 3] || window.Strides is not [1, 1] || ConvolutionSizes.Of(window, x.Shape, node[1].Shape, y.Shape, y.Shape) is not { } attributes) return null;
        return Best(x.Shape, y.Shape) is { } outputs ? (OwnOperators.Name((bias is null ? Definition : WithBias).Name), attributes.With("outputs", (int[])[outputs])) : null;
    }

    /// <summary>How many squares of so many outputs cover a row of outputs.</summary>
    internal static int Squares(int size, int outputs) => (size + outputs - 1) / outputs;

    static Kernel Create(KernelSettings settings, bool biased) => settings["outputs"][0] == F4x3.Outputs ? Create<F4x3>(settings, biased) : Create<F2x3>(settings, biased);

    static Kernel Create<T>(KernelSettings settings, bool biased) where T : struct, IWinogradTransform =>
        GemmMicrokernel.Lanes == Simd512.Count ? new Winograd<T, Simd512>(settings, biased)
        : GemmMicrokernel.Lanes == Simd256.Count ? new Winograd<T, Simd256>(settings, biased) : new Winograd<T, Simd128>(settings, biased);

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
