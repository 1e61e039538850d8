using BenchmarkDotNet.Attributes;
using Percept.Demo;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Benchmarks;

/// <summary>Matching 64 images against every unit of the demo network, decoding included.</summary>
public class MatchingBenchmarks
{
    const int Images = 64;

    Matcher matcher = null!;

    [GlobalSetup]
    public void Setup()
    {
        var network = Network.Load(DemoData.Model, new() { Range = [-1, 1] });
        matcher = new(network, network.Layers);
    }

    [Benchmark(OperationsPerInvoke = Images)]
    public Task Match() => matcher.RunAsync(DemoData.Images, 0, Images);

    [GlobalCleanup]
    public void Cleanup() => matcher.Dispose();
}
