using System.Text.Json.Serialization;
using Percept.Onnx.Graphs;

namespace Percept.Visualization;

/// <summary>Another parameterisation in colours that natural images vary in independently: brightness first, then blue-yellow, then red-green.</summary>
/// <param name="Of">The other one.</param>
/// <param name="Matrix">Nine numbers, from independent colours to red, green and blue; ImageNet's where null. <see cref="ColourStatistics"/> finds those of a folder.</param>
/// <remarks>The matrix is the square root of ImageNet's colour covariance over its largest column norm, as in Lucid. Channels beyond three, and images of fewer, stay as they are.</remarks>
sealed record Decorrelated(ImageParameterization Of, IReadOnlyList<double>? Matrix = null) : ImageParameterization
{
    internal static IReadOnlyList<double> ImageNet { get; } =
    [
        0.56282854, 0.19482528, 0.04329450,
        0.58447580, 0.00000000, -0.10823626,
        0.58447580, -0.19482528, 0.06494176,
    ];

    [JsonIgnore]
    internal override double LearningRate => Of.LearningRate;

    internal override Shape ParameterShape(Shape images) => Of.ParameterShape(images);

    internal override void Start(Random random, Span<float> parameters, Shape images) => Of.Start(random, parameters, images);

    internal override Value Build(Value parameters, Shape images) => Mixed(Of.Build(parameters, images), Matrix ?? ImageNet);

    internal override Value? Invert(Value image) => Of.Invert(Mixed(image, ColourMatrix.Inverse(Matrix ?? ImageNet)));

    static Value Mixed(Value image, IReadOnlyList<double> matrix)
    {
        var (graph, shape) = (image.Graph, image.Shape);
        if (shape[1] < 3) return image;
        // Further channels, such as transparency, are no colours.
        var all = new float[shape[1] * shape[1]];
        for (var row = 0; row < shape[1]; row++)
            for (var column = 0; column < shape[1]; column++)
                all[(row * shape[1]) + column] = row < 3 && column < 3 ? (float)matrix[(row * 3) + column] : row == column ? 1 : 0;
        return graph.Constant(Tensor.Of([shape[1], shape[1]], all)).MatMul(image.Reshape([shape[0], shape[1], shape[2] * shape[3]])).Reshape(shape);
    }
}
