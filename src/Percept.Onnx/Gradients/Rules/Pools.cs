using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Rules;

static partial class Rules
{
    /// <remarks>dY goes where the maximum came from. Where windows tile the input, elements that tie share it; else the first takes it.</remarks>
    internal static readonly Rule MaxPool = new((n, dY) => n.Window().Tiles(n.X.Shape, n.Y.Shape)
        ? Ops.MaxTilesAdjoint(n.X, n.Y, dY, n.Window().Kernel)
        : Ops.MaxPoolAdjoint(n, dY));

    /// <remarks>Each dY, divided by how many elements its window averaged, goes to all of them.</remarks>
    internal static readonly Rule AveragePool = new((n, dY) => Ops.SumPoolAdjoint(Ops.Averaged(dY, n.Window(), n.X.Shape, padsCount: n.Flag("count_include_pad")), n.Window(), n.X.Shape));

    internal static readonly Rule LpPool = new((n, dY) => PowerNormPullback(n, share => Ops.SumPoolAdjoint(dY * share, n.Window(), n.X.Shape)));

    /// <remarks>Each element comes from the place its index names, in the whole tensor.</remarks>
    internal static readonly Rule MaxUnpool = new((n, dY) => dY.Graph.Emit("Gather", [dY.Reshape([checked((int)dY.Shape.Elements)]), n[1]]));
}
