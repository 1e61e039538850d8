using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Training;

namespace Percept.Tests.Training;

/// <summary>The network of bench/pytorch_reference.py, with the numbers of the same formula.</summary>
static class SmallNetwork
{
    internal const int Batch = 6, Side = 8, Classes = 3;

    /// <summary>Its parameters in the reference's order.</summary>
    internal static readonly string[] Order = ["w1", "scale", "shift", "w2", "b2", "w3", "b3", "mean"];

    internal static float[] Numbers(int count, double phase, double scale) => [.. Enumerable.Range(0, count).Select(i => (float)(scale * Math.Sin((0.7 * i) + phase)))];

    internal static Classifier Classifier()
    {
        var model = new ModelBuilder();
        model.Input("image", null, 3, Side, Side);
        string Weight(string name, double phase, double scale, params int[] sizes) => model.Weight(name, Tensor.Of(Shape.Of(sizes), Numbers(sizes.Aggregate((a, b) => a * b), phase, scale)));
        string Full(string name, double number) => model.Weight(name, Tensor.Full(ElementType.Float32, [5], number));
        var first = model.Node("Conv", "c1", ["image", Weight("w1", 1, 0.5, 5, 3, 3, 3)], new() { ["strides"] = (int[])[2, 2], ["pads"] = (int[])[1, 1, 1, 1] });
        var norm = model.Node("BatchNormalization", "n1", [first, Full("scale", 1), Full("shift", 0), Full("mean", 0), Full("variance", 1)], new() { ["epsilon"] = 1e-5f });
        var second = model.Node("Conv", "c2", [model.Node("Relu", "r1", [norm]), Weight("w2", 2, 0.5, 4, 5, 3, 3), Weight("b2", 3, 0.1, 4)], new() { ["pads"] = (int[])[1, 1, 1, 1] });
        var pooled = model.Node("GlobalAveragePool", "p", [model.Node("Relu", "r2", [second])]);
        model.Node("Gemm", "y", [model.Node("Flatten", "f", [pooled]), Weight("w3", 4, 0.9, 3, 4), Weight("b3", 5, 0.1, 3)], new() { ["transB"] = 1 });
        var built = Model.Parse(model.Build(new Dictionary<string, string>(), ("y", [null, Classes])), "small");
        return new(built, new PreprocessingOptions { Size = [Side, Side] }.Resolve(built.Inputs[0]));
    }

    internal static void Fill(TrainingStep step, int number)
    {
        var images = Array.ConvertAll(Numbers(step.Images.Length, number, 1), value => (value * 0.5f) + 0.5f);
        for (var i = 0; i < Batch; i++)
        {
            step.Classes[i] = (i + number) % Classes;
            foreach (ref var value in images.AsSpan((((i * 3) + (int)step.Classes[i]) * Side * Side), Side * Side)) value += 0.25f;
        }

        images.CopyTo(step.Images);
    }
}
