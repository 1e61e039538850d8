using System.Collections.Concurrent;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>One graph on every processor: as many sessions, each on one thread, lent to whoever computes.</summary>
sealed class SessionPool : IDisposable
{
    readonly Session[] sessions;
    readonly BlockingCollection<Session> idle;

    /// <param name="outputs">What is wanted, each under a name of the caller's.</param>
    internal SessionPool(IReadOnlyList<(string Name, Value Value)> outputs)
    {
        var first = new Session(outputs, threads: 1);
        sessions = [first, .. Enumerable.Range(1, Environment.ProcessorCount - 1).Select(_ => first.Twin())];
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

    /// <summary>Does something with each item, as many side by side as there are sessions, the results in the items' order and as they come.</summary>
    internal IEnumerable<TResult> Each<T, TResult>(IEnumerable<T> items, Func<T, TResult> result, CancellationToken cancel) =>
        Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering).AsParallel().AsOrdered()
            .WithDegreeOfParallelism(sessions.Length).WithMergeOptions(ParallelMergeOptions.NotBuffered).WithCancellation(cancel).Select(result);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in sessions) session.Dispose();
        idle.Dispose();
    }
}
