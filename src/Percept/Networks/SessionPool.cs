using System.Collections.Concurrent;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>One graph run by several threads at once: sessions that share what is loaded, lent to whoever computes.</summary>
sealed class SessionPool : IDisposable
{
    readonly Session[] sessions;
    readonly BlockingCollection<Session> idle;

    /// <param name="outputs">What is wanted, each under a name of the caller's.</param>
    /// <param name="count">How many sessions; as many as there are processors by default.</param>
    /// <param name="threads">How many threads each may use.</param>
    internal SessionPool(IReadOnlyList<(string Name, Value Value)> outputs, int? count = null, int threads = 1)
    {
        var first = new Session(outputs, threads);
        sessions = [first, .. Enumerable.Range(1, (count ?? Environment.ProcessorCount) - 1).Select(_ => first.Twin())];
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
    internal IEnumerable<TResult> Each<T, TResult>(IEnumerable<T> items, Func<T, TResult> result, CancellationToken cancellationToken) =>
        Partitioner.Create(items, EnumerablePartitionerOptions.NoBuffering).AsParallel().AsOrdered()
            .WithDegreeOfParallelism(sessions.Length).WithMergeOptions(ParallelMergeOptions.NotBuffered).WithCancellation(cancellationToken).Select(result);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var session in sessions) session.Dispose();
        idle.Dispose();
    }
}
