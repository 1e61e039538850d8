using Percept.Onnx.Graphs;

namespace Percept.Optimization;

/// <summary>How an image is written as the numbers that are optimised: a graph from parameters to an image of N x channels x height x width, from 0 to 1.</summary>
/// <remarks>The parameterisations are Lucid's (Olah et al., "Feature visualization", Distill 2017): the same pictures, but other directions are steepest.</remarks>
public abstract record ImageParameters
{
    /// <summary>Fourier coefficients with decorrelated colours through a sigmoid: what gives clear pictures.</summary>
    public static ImageParameters Standard { get; } = new Squashed(new Decorrelated(new Fourier()));

    /// <summary>The shape of the parameters of images of that shape.</summary>
    internal abstract Shape ParameterShape(Shape images);

    /// <summary>The standard deviation of the parameters' random start.</summary>
    internal abstract double Deviation { get; }

    /// <summary>Adds to the parameters' graph what makes images of them.</summary>
    internal abstract Value Build(Value parameters, Shape images);
}

/// <summary>The pixels themselves.</summary>
public sealed record Pixels : ImageParameters
{
    internal override double Deviation => 0.01;

    internal override Shape ParameterShape(Shape images) => images;

    internal override Value Build(Value parameters, Shape images) => parameters;
}

/// <summary>Another parameterisation through a sigmoid, so that every value lies between 0 and 1.</summary>
public sealed record Squashed(ImageParameters Of) : ImageParameters
{
    internal override double Deviation => Of.Deviation;

    internal override Shape ParameterShape(Shape images) => Of.ParameterShape(images);

    internal override Value Build(Value parameters, Shape images) => parameters.Graph.Emit("Sigmoid", [Of.Build(parameters, images)]);
}
