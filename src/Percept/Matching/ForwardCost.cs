using System.Diagnostics;
using Percept.Networks;

namespace Percept.Matching;

/// <summary>What the network alone takes on this machine, for comparison with matching.</summary>
static class ForwardCost
{
    const int WarmUps = 2, Runs = 12;

    /// <summary>Milliseconds of wall time an image for the forward pass to the network's outputs, or to its last layer where their shapes depend on the data, on as many threads side by side as matching uses.</summary>
    /// <param name="network">The network.</param>
    /// <param name="workers">How many threads.</param>
    public static double MillisecondsPerImage(Network network, int workers)
    {
        var outputs = network.KnownOutputs;
        var applied = network.Apply(batch: 1, wanted: outputs);
        using var sessions = new SessionPool([.. outputs.Select(output => (output, applied.Tensors[output]))], workers);
        var random = new Random(0);
        foreach (var each in sessions.Sessions)
            foreach (ref var number in each.Input("image")) number = random.NextSingle();
        Run(WarmUps);
        var watch = Stopwatch.StartNew();
        Run(Runs);
        return watch.Elapsed.TotalMilliseconds / (Runs * workers);

        void Run(int times) => Parallel.ForEach(sessions.Sessions, new() { MaxDegreeOfParallelism = workers }, each =>
        {
            for (var i = 0; i < times; i++) each.Run();
        });
    }
}
