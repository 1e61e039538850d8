using System.Collections.Concurrent;
using Percept.Onnx.Graphs;
using Percept.Scheduling;

namespace Percept.Networks;

/// <summary>One graph run by several threads at once: sessions that share what is loaded, lent to whoever computes.</summary>
sealed class SessionPool : IDisposable
{
    readonly Session[] sessions;
    readonly BlockingCollection<Session> idle;
    readonly Processors processors;

    /// <param name="outputs">What is wanted, each under a name of the caller's.</param>
    /// <param name="device">Where they run.</param>
    /// <param name="count">How many sessions; as many as the device has processors by default.</param>
    /// <param name="threads">How many threads each may use.</param>
    internal SessionPool(IReadOnlyList<(string Name, Value Value)> outputs, Device device, int? count = null, int threads = 1)
    {
        processors = device.Processors;
        var first = new Session(outputs, device, threads);
        sessions = [first, .. Enumerable.Range(1, (count ?? processors.Count) - 1).Select(_ => first.Twin())];
        idle = new(new ConcurrentBag<Session>(sessions));
    }

    internal IReadOnlyList<Session> Sessions => sessions;

    /// <summary>Lends a session, when one is free.</summary>
    internal T Use<T>(Func<Session, T> use)
    {
        var session = idle.Take();
        try
        {
            return use(session);
        }
        finally
        {
            idle.Add(session);
        }
    }

    /// <summary>A result for each item, as many side by side as there are processors, in the items' order and as they come.</summary>
    internal IEnumerable<TResult> Each<T, TResult>(IEnumerable<T> items, Func<T, Session, TResult> result, CancellationToken cancellationToken) =>
        processors.Stream(items, item => Use(session => result(item, session)), cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in sessions) session.Dispose();
        idle.Dispose();
    }
}
