using System.Diagnostics;
using Percept.Networks;

namespace Percept.Matching;

/// <summary>What the network alone takes on this machine, for comparison with matching.</summary>
static class ForwardCost
{
    const int WarmUps = 2, Runs = 12;

    /// <summary>Milliseconds of wall time an image for the forward pass to the network's outputs, or to its last layer where their shapes depend on the data, on as many threads side by side as matching uses.</summary>
    /// <param name="network">The network.</param>
    public static double MillisecondsPerImage(Network network)
    {
        var outputs = network.KnownOutputs;
        var applied = network.Apply(batch: 1, wanted: outputs);
        using var sessions = new SessionPool([.. outputs.Select(output => (output, applied.Tensors[output]))], network.Device);
        var random = new Random(0);
        foreach (var each in sessions.Sessions)
            foreach (ref var number in each.Input("image")) number = random.NextSingle();
        Run(WarmUps);
        var watch = Stopwatch.StartNew();
        Run(Runs);
        return watch.Elapsed.TotalMilliseconds / (Runs * sessions.Sessions.Count);

        void Run(int times) => network.Processors.ForEach(sessions.Sessions.Count, i =>
        {
            for (var n = 0; n < times; n++) sessions.Sessions[i].Run();
        });
    }
}
