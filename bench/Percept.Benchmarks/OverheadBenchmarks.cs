using BenchmarkDotNet.Attributes;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Benchmarks;

/// <summary>What of a step of ascent is not the network: painting the image and carrying gradients back to its parameters, the random view, Adam.</summary>
/// <remarks>To be held against <see cref="StepBenchmarks"/>, or against the network in the file PERCEPT_MODEL names, at its layer PERCEPT_LAYER.</remarks>
public class OverheadBenchmarks
{
    readonly Random random = new(0);
    ParameterizedImage painter = null!;
    RandomView view = null!;
    Adam adam = null!;
    Session? network;
    float[] seen = [], dSeen = [];

    [Params(128)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        Shape image = [1, 3, Size, Size];
        painter = new(new Decorrelated(new Fourier()), image);
        painter.Start(random);
        view = new(Transform.Standard(Size), 3, Size, Size);
        adam = new(painter.Parameters.Length, 0.05);
        (seen, dSeen) = (new float[image.Elements], new float[image.Elements]);
        if (Environment.GetEnvironmentVariable("PERCEPT_MODEL") is not { } model) return;
        var loaded = Network.Load(model);
        var layer = loaded.Find(Environment.GetEnvironmentVariable("PERCEPT_LAYER") ?? loaded.Layers[^1].Name);
        var applied = loaded.Apply(batch: 1, Size, Size, [layer.Tensor]);
        network = new([("gradient", Onnx.Gradients.Gradient.Of(applied[layer], [applied.Image])[0])], threads: 1);
    }

    [Benchmark]
    public void Overhead()
    {
        painter.Decode();
        view.Draw(random, 0);
        view.Forward(painter.Image, seen);
        Array.Clear(dSeen);
        view.Adjoint(seen, dSeen);
        adam.Ascend(painter.Parameters, painter.Vjp(dSeen));
    }

    [Benchmark]
    public void Paint() => painter.Decode();

    [Benchmark]
    public void Pull() => painter.Vjp(dSeen);

    [Benchmark]
    public void View()
    {
        view.Draw(random, 0);
        view.Forward(seen, dSeen);
        view.Adjoint(seen, dSeen);
    }

    [Benchmark(Baseline = true)]
    public void OfTheNetwork() => network?.Run();

    [GlobalCleanup]
    public void Cleanup()
    {
        painter.Dispose();
        network?.Dispose();
    }
}
