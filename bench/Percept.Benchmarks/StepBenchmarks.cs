using BenchmarkDotNet.Attributes;
using Percept.Demo;
using Percept.Networks;
using Percept.Onnx.Gradients;

namespace Percept.Benchmarks;

/// <summary>What a step of ascent is made of: the forward pass to a layer, and the gradient of it with respect to the image.</summary>
public class StepBenchmarks
{
    Session forward = null!, step = null!;

    [Params("re_lu_6", "re_lu_14", "re_lu_27")]
    public string Layer { get; set; } = "";

    [Params(128)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var network = DemoNetwork.Faces.Load();
        var layer = network.Find(Layer);
        var applied = network.Apply(batch: 1, Size, Size, [layer.Tensor]);
        forward = new([("activation", applied[layer])], threads: 1);
        step = new([("gradient", Gradient.Of(applied[layer], [applied.Image])[0])], threads: 1);
        var random = new Random(0);
        foreach (ref var value in forward.Input("image")) value = random.NextSingle();
        forward.Input("image").CopyTo(step.Input("image"));
    }

    [Benchmark(Baseline = true)]
    public void Forward() => forward.Run();

    [Benchmark]
    public void Step() => step.Run();

    [GlobalCleanup]
    public void Cleanup()
    {
        forward.Dispose();
        step.Dispose();
    }
}
