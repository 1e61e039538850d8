using System.Numerics;
using System.Runtime.CompilerServices;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Kernels;

/// <summary>The gradient of Relu: dY where y is above 0, in one pass.</summary>
sealed unsafe class ReluGradient : Kernel
{
    const int Piece = 1 << 16;

    readonly int[] shape;

    ReluGradient(KernelSettings settings) => shape = settings[OwnOperators.Shape];

    internal static KernelDefinition Definition { get; } = new("ReluGradient", Inputs: 2, settings => new ReluGradient(settings));

    internal override void Compute(KernelRun run)
    {
        var length = shape.Aggregate(1, (product, size) => product * size);
        float* y = run.Input(0, length).Start, dY = run.Input(1, length).Start, dX = run.Output(shape).Start;
        run.ForEach((length + Piece - 1) / Piece, [MethodImpl(MethodImplOptions.AggressiveOptimization)] (piece) =>
        {
            var (i, end) = (piece * Piece, Math.Min((piece + 1) * Piece, length));
            for (; i <= end - Vector<float>.Count; i += Vector<float>.Count)
                (Vector.GreaterThan<float>(Vector.Load(y + i), Vector<float>.Zero) & Vector.Load(dY + i)).Store(dX + i);
            for (; i < end; i++) dX[i] = y[i] > 0 ? dY[i] : 0;
        });
    }
}
