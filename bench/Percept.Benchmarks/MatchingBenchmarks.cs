using BenchmarkDotNet.Attributes;
using Percept.Demo;
using Percept.Matching;

namespace Percept.Benchmarks;

/// <summary>Matching 64 images against every unit of the demo network, decoding included.</summary>
public class MatchingBenchmarks
{
    const int Images = 64;

    Matcher matcher = null!;

    [GlobalSetup]
    public void Setup()
    {
        var network = DemoNetwork.Faces.Load();
        matcher = new(network, network.Layers);
    }

    [Benchmark(OperationsPerInvoke = Images)]
    public Task Match() => matcher.RunAsync(DemoNetwork.Faces.Images, 0, Images);

    [GlobalCleanup]
    public void Cleanup() => matcher.Dispose();
}
