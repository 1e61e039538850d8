namespace Percept.Scheduling;

/// <summary>The processors that work is divided among: whoever divides work asks them, and no more of it is done at once than there are processors.</summary>
/// <remarks>
/// A thread that computes has a turn; there are as many turns as processors. A loop is done by the thread that asks for it, and by every turn that is free while it lasts, also within
/// another loop. What is found does not depend on how many there are: results stand where their items stand.
/// </remarks>
public sealed class Processors
{
    readonly Turns turns;
    readonly int rank;

    /// <summary>Divides work among a number of processors.</summary>
    /// <param name="count">How many, from 1 up.</param>
    public Processors(int count) : this(new(count), rank: 0)
    {
    }

    Processors(Turns turns, int rank) => (this.turns, this.rank) = (turns, rank);

    /// <summary>As many as this process may use: what the machine has, or less where its container or its affinity says so.</summary>
    public static Processors Available => new(Environment.ProcessorCount);

    /// <summary>How many there are.</summary>
    public int Count => turns.Count;

    /// <summary>How long this rank's work has kept processors busy so far, all together.</summary>
    internal TimeSpan Spent => turns.Spent(rank);

    /// <summary>The same processors for work of another urgency; the lowest rank goes first.</summary>
    internal Processors Ranked(int rank) => new(turns, rank);

    /// <summary>Does something in a turn of its own; at once where this thread has one.</summary>
    internal T Run<T>(Func<T> work)
    {
        if (turns.IsHeld) return work();
        turns.Take(rank);
        try
        {
            return work();
        }
        finally
        {
            turns.Return();
        }
    }

    /// <inheritdoc cref="Run{T}"/>
    internal void Run(Action work) => Run(() =>
    {
        work();
        return true;
    });

    /// <summary>Does something for each number from 0 on; the first that fails ends the others.</summary>
    internal void ForEach(int count, Action<int> work, CancellationToken cancellationToken = default) => Run(() =>
    {
        var loop = new Loop(count, rank, work, cancellationToken);
        turns.Open(loop);
        Finish(loop);
    });

    /// <summary>A result for each item, in their order.</summary>
    internal TResult[] Select<T, TResult>(IReadOnlyList<T> items, Func<T, TResult> result, CancellationToken cancellationToken = default) =>
        Select(items.Count, i => result(items[i]), cancellationToken);

    /// <summary>A result for each number from 0 on, in their order.</summary>
    internal TResult[] Select<TResult>(int count, Func<int, TResult> result, CancellationToken cancellationToken = default)
    {
        var results = new TResult[count];
        ForEach(count, i => results[i] = result(i), cancellationToken);
        return results;
    }

    /// <summary>A result for each item, in their order and as they come: the next ones are worked on while one is used.</summary>
    internal IEnumerable<TResult> Stream<T, TResult>(IEnumerable<T> items, Func<T, TResult> result, CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        (Loop Loop, TResult[] Results)? next = null;
        try
        {
            foreach (var some in items.Chunk(4 * Count))
            {
                var results = new TResult[some.Length];
                var (last, loop) = (next, new Loop(some.Length, rank, i => results[i] = result(some[i]), stop.Token));
                turns.Open(loop);
                next = (loop, results);
                foreach (var one in Finished(last)) yield return one;
            }

            foreach (var one in Finished(next)) yield return one;
            next = null;
        }
        finally
        {
            // What has begun may use what the caller is about to dispose of.
            stop.Cancel();
            if (next is var (begun, _)) Run(() => DoRest(begun));
        }

        TResult[] Finished((Loop Loop, TResult[] Results)? some)
        {
            if (some is not var (loop, results)) return [];
            Run(() => Finish(loop));
            return results;
        }
    }

    void Finish(Loop loop)
    {
        DoRest(loop);
        loop.ThrowIfFailed();
    }

    void DoRest(Loop loop)
    {
        while (turns.TryTake(loop, out var item))
        {
            loop.Do(item);
            turns.Yield(rank);
        }

        if (loop.Finished.IsCompleted) return;
        turns.Return();
        loop.Finished.Wait();
        turns.Take(rank);
    }
}
