using Percept.Onnx.Graphs;

namespace Percept.Training;

/// <summary>Weights that know nothing yet.</summary>
static class Weights
{
    /// <summary>Normally distributed, so that signals neither grow nor fade from layer to layer (He et al. 2015).</summary>
    /// <param name="random">Draws them.</param>
    /// <param name="shape">The weights' shape.</param>
    /// <param name="inputs">How many numbers each output is a sum of.</param>
    /// <param name="gain">The variance that a sum of inputs of variance 1 gets; 2 before a ReLU.</param>
    internal static Tensor Random(Random random, Shape shape, int inputs, double gain) =>
        Tensor.Of(shape, [.. Enumerable.Range(0, (int)shape.Elements).Select(_ => (float)(Math.Sqrt(gain / inputs) * Normal(random)))]);

    static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
