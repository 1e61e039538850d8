using Percept.Onnx.Graphs;

namespace Percept.Networks.Kernels;

/// <summary>ONNX's DepthToSpace of blocks of 2 x 2, which the runtime does number by number on one thread.</summary>
sealed class Interleave : Kernel
{
    readonly int[] shape;

    Interleave(KernelSettings settings) => shape = settings[OwnOperators.Shape];

    internal static KernelDefinition Definition { get; } = new("Interleave", Inputs: 1, settings => new Interleave(settings));

    internal override void Compute(KernelRun run)
    {
        var (channels, height, width) = (shape[1], shape[2], shape[3]);
        var (size, half) = (height * width, width / 2);
        var part = size / 4;
        var x = run.Input(0, shape[0] * channels * size);
        var y = run.Output(shape);

        run.ForEach(shape[0] * channels, plane =>
        {
            // The four parts of a plane lie a quarter of the image's channels apart.
            var first = ((plane / channels * 4 * channels) + (plane % channels)) * part;
            for (var row = 0; row < height; row++)
            {
                var even = first + ((row % 2 * 2) * channels * part) + (row / 2 * half);
                Columns.Join(x.Slice(even, half), x.Slice(even + (channels * part), half), y.Slice((plane * size) + (row * width), width));
            }
        });
    }
}
