using Percept.Onnx.Graphs;

namespace Percept.Optimization;

/// <summary>Another parameterisation in colours that natural images vary in independently: brightness first, then blue-yellow, then red-green.</summary>
/// <remarks>The matrix is the square root of ImageNet's colour covariance over its largest column norm, as in Lucid. One-channel images stay as they are.</remarks>
public sealed record Decorrelated(ImageParameters Of) : ImageParameters
{
    static readonly float[] Colours =
    [
        0.56282854f, 0.19482528f, 0.04329450f,
        0.58447580f, 0.00000000f, -0.10823626f,
        0.58447580f, -0.19482528f, 0.06494176f,
    ];

    internal override double Deviation => Of.Deviation;

    internal override Shape ParameterShape(Shape images) => Of.ParameterShape(images);

    internal override Value Build(Value parameters, Shape images)
    {
        var image = Of.Build(parameters, images);
        if (images[1] != 3) return image;
        var pixels = image.Reshape([images[0], 3, images[2] * images[3]]);
        return parameters.Graph.Constant(Tensor.Of([3, 3], Colours)).MatMul(pixels).Reshape(images);
    }
}
