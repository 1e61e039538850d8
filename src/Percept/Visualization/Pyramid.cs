using Percept.Onnx.Graphs;

namespace Percept.Visualization;

/// <summary>A sum of images of ever coarser pixels, each enlarged to the full size: a Laplacian pyramid.</summary>
/// <param name="Levels">How many; each has pixels twice as large as the one before.</param>
public sealed record Pyramid(int Levels = 5) : ImageParameterization
{
    internal override Shape ParameterShape(Shape images) => [images[0], images[1], Sizes(images).Sum(size => size.Height * size.Width)];

    internal override Value Build(Value parameters, Shape images)
    {
        var (graph, image, start) = (parameters.Graph, (Value?)null, 0);
        foreach (var (height, width) in Sizes(images))
        {
            var level = parameters.Slice(2, start, start += height * width).Reshape([images[0], images[1], height, width]);
            if (height < images[2]) level = graph.Constant(Enlarging(height, images[2])).MatMul(level);
            if (width < images[3]) level = level.MatMul(graph.Constant(Enlarging(width, images[3])).Transposed());
            image = image is null ? level : image + level;
        }

        return image!;
    }

    internal override Value Invert(Value image)
    {
        var (shape, finest) = (image.Shape, image.Shape[2] * image.Shape[3]);
        return image.Reshape([shape[0], shape[1], finest]).Pad([0, 0, 0], [0, 0, ParameterShape(shape)[2] - finest]);
    }

    IEnumerable<(int Height, int Width)> Sizes(Shape images) =>
        Enumerable.Range(0, Levels).Select(level => (Math.Max((images[2] + (1 << level) - 1) >> level, 1), Math.Max((images[3] + (1 << level) - 1) >> level, 1)));

    /// <summary>Bilinear enlargement of a row of pixels.</summary>
    static Tensor Enlarging(int from, int to)
    {
        var table = new float[to * from];
        for (var i = 0; i < to; i++)
        {
            var place = Math.Clamp(((i + 0.5) * from / to) - 0.5, 0, from - 1);
            var below = Math.Min((int)place, Math.Max(from - 2, 0));
            table[(i * from) + below] += (float)(1 - (place - below));
            if (from > 1) table[(i * from) + below + 1] += (float)(place - below);
        }

        return Tensor.Of([to, from], table);
    }
}
