using System.Text.Json.Serialization;
using Percept.Numerics;
using Percept.Onnx.Graphs;

namespace Percept.Visualization;

/// <summary>How an image is written as the numbers that are optimised: a graph from parameters to an image of N x channels x height x width.</summary>
/// <remarks>
/// What the graph gives is any number; a sigmoid then makes it a brightness from 0 to 1. Every parameterisation can give every image,
/// but other directions are steepest, and that is what decides which pictures are found (Olah et al., "Feature visualization", Distill 2017).
/// </remarks>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "kind")]
[JsonDerivedType(typeof(Pixels), "pixels")]
[JsonDerivedType(typeof(Fourier), "fourier")]
[JsonDerivedType(typeof(Pyramid), "pyramid")]
[JsonDerivedType(typeof(Cppn), "cppn")]
[JsonDerivedType(typeof(FixedSpectrum), "phase")]
public abstract record ImageParameterization
{
    /// <summary>The shape of the parameters of images of that shape.</summary>
    internal abstract Shape ParameterShape(Shape images);

    /// <summary>Adam's step size that suits these parameters.</summary>
    internal virtual double LearningRate => 0.08;

    /// <summary>Draws the parameters' random start.</summary>
    internal virtual void Start(Random random, Span<float> parameters, Shape images)
    {
        foreach (ref var parameter in parameters) parameter = (float)(0.01 * random.NextGaussian());
    }

    /// <summary>Adds to the parameters' graph what makes images of them.</summary>
    internal abstract Value Build(Value parameters, Shape images);

    /// <summary>Adds to an image's graph what finds the parameters of it; null where that is not a formula.</summary>
    internal virtual Value? Invert(Value image) => null;
}

/// <summary>The pixels themselves.</summary>
public sealed record Pixels : ImageParameterization
{
    internal override Shape ParameterShape(Shape images) => images;

    internal override Value Build(Value parameters, Shape images) => parameters;

    internal override Value Invert(Value image) => image;
}
