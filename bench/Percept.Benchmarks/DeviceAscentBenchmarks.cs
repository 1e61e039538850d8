using BenchmarkDotNet.Attributes;
using Percept.Demo;
using Percept.Networks;
using Percept.Scheduling;
using Percept.Visualization;
using Percept.Visualization.OnDevice;

namespace Percept.Benchmarks;

/// <summary>A unit and step of ascent: with the image, the view and Adam on the host, and with all of it in one graph, for several units in lock-step; on one thread.</summary>
/// <remarks>Of the network in the file PERCEPT_MODEL names, at its layer PERCEPT_LAYER. Without a GPU both run on the CPU: what one graph costs is seen, and not what a device gains.</remarks>
public class DeviceAscentBenchmarks
{
    const int Units = 4, Steps = 16;

    readonly Recipe recipe = new() { Steps = Steps, StopWhenFlat = false };
    Objective[] objectives = [];
    Ascent fast = null!, plain = null!;
    DeviceStep step = null!;
    DeviceAscent device = null!;
    Twins<Ascent> hosts = null!;

    [Params(128)]
    public int Size { get; set; }

    [Params(true, false)]
    public bool HasViews { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var network = Environment.GetEnvironmentVariable("PERCEPT_MODEL") is { } model ? Network.Load(model) : DemoNetwork.Faces.Load();
        var layer = Environment.GetEnvironmentVariable("PERCEPT_LAYER") ?? network.Layers[network.Layers.Count / 2].Name;
        objectives = [.. Enumerable.Range(0, Units).Select(unit => Objective.Units(layer, unit, unit))];
        var sized = recipe with { Height = Size, Width = Size, Rules = GradientRules.True, Transforms = HasViews ? null : [] };
        fast = new(new(network, objectives[0]), sized);
        plain = new(new(network.On(Device.Plain), objectives[0]), sized);
        hosts = new(plain.Twin);
        step = new(new(network.On(Device.Plain), objectives[0]), sized, Units, threads: 1);
        device = new(step, sized, hosts);
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Units * Steps)]
    public void HostWithKernels() => Climb(fast);

    [Benchmark(OperationsPerInvoke = Units * Steps)]
    public void Host() => Climb(plain);

    [Benchmark(OperationsPerInvoke = Units * Steps)]
    public void OnDevice() => device.Climb(objectives, null, _ => { }, CancellationToken.None);

    /// <summary>The graph alone, without the pictures at the start and the end.</summary>
    [Benchmark(OperationsPerInvoke = Units)]
    public void StepOnDevice() => step.Run();

    void Climb(Ascent ascent)
    {
        foreach (var objective in objectives) ascent.Climb(objective, null, _ => { }, CancellationToken.None);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        device.Dispose();
        hosts.Dispose();
        plain.Dispose();
        fast.Dispose();
    }
}
