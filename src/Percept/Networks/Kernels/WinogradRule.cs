using Percept.Onnx.Graphs;

namespace Percept.Networks.Kernels;

/// <summary>Where a convolution is done with fewer multiplications, and in squares of how many outputs.</summary>
static class WinogradRule
{
    /// <summary>What turning one number of the input or the output costs, in multiplications, with bringing it into the common order and out of it.</summary>
    const int Turning = 40;

    /// <summary>Less of a gain is not worth the memory.</summary>
    const double Gain = 1.2;

    static readonly int[] sides = [4, 2];

    internal static KernelDefinition Definition { get; } = new("Winograd", Inputs: 2, settings => Create(settings, biased: false));

    internal static KernelDefinition WithBias { get; } = new("BiasedWinograd", Inputs: 3, settings => Create(settings, biased: true));

    static Kernel Create(KernelSettings settings, bool biased) => settings["outputs"][0] == FourOutputs.Outputs ? new Winograd<FourOutputs>(settings, biased) : new Winograd<TwoOutputs>(settings, biased);

    /// <summary>A convolution as our kernel; null where the runtime's own will do.</summary>
    internal static (string Operator, Attributes Attributes)? Of(Node node)
    {
        if (node[1].Constant is null || node.Optional(2) is { Constant: null } || node.X.Type != ElementType.Float32 || node.X.Shape.Rank != 4) return null;
        var window = node.Window();
        if (window.Kernel is not [3, 3] || window.Strides is not [1, 1] || ConvolutionSizes.Of(window, node.X.Shape, node[1].Shape, node.Y.Shape, node.Y.Shape) is not { } attributes) return null;
        if (Best(node.X.Shape, node.Y.Shape) is not { } outputs) return null;
        return (OwnOperators.Name((node.Optional(2) is null ? Definition : WithBias).Name), attributes.With("outputs", (int[])[outputs]));
    }

    /// <summary>How many squares of so many outputs cover a row of outputs.</summary>
    internal static int Squares(int size, int outputs) => (size + outputs - 1) / outputs;

    static int? Best(Shape x, Shape y)
    {
        if (Environment.GetEnvironmentVariable("WINO") is { } text)
        {
            var list = text.Split(',').Select(one => one.Split(':').Select(int.Parse).ToArray()).ToDictionary(pair => pair[0], pair => pair[1]);
            if (list.TryGetValue(y[3], out var forced) || list.TryGetValue(0, out forced)) return forced == 0 ? null : forced;
        }

        var direct = 9.0 * x[1] * y[1] * y[2] * y[3];
        var best = sides.MinBy(Cost);
        return direct / Cost(best) >= Gain ? best : null;

        double Cost(int outputs) =>
            ((outputs + 2.0) * (outputs + 2) * x[1] * ConvolutionSizes.Padded(y[1]) * ConvolutionSizes.RoundedUp(Squares(y[2], outputs) * Squares(y[3], outputs)))
            + (Turning * ((x[1] * x[2] * x[3]) + (ConvolutionSizes.Padded(y[1]) * y[2] * y[3])));
    }
}
