using BenchmarkDotNet.Attributes;
using Percept.Demo;
using Percept.Networks;

namespace Percept.Benchmarks;

/// <summary>Reading a network, with its layers, shapes and receptive fields.</summary>
public class LoadingBenchmarks
{
    [Benchmark]
    public Network Load() => DemoNetwork.Faces.Load();
}
