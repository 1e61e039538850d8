using System.Runtime.ExceptionServices;

namespace Percept.Scheduling;

/// <summary>Pieces of work, numbered from 0 on, that several threads do.</summary>
/// <param name="count">How many.</param>
/// <param name="rank">How urgent they are; the lowest goes first.</param>
/// <param name="work">Does one.</param>
/// <param name="cancellationToken">Ends it between two pieces.</param>
sealed class Loop(int count, int rank, Action<int> work, CancellationToken cancellationToken)
{
    readonly TaskCompletionSource finished = new(TaskCreationOptions.RunContinuationsAsynchronously);
    Exception? failure;
    int next, done;

    internal int Rank => rank;

    /// <summary>How many have not begun.</summary>
    internal int Left => count - next;

    /// <summary>Ends when all are done.</summary>
    internal Task Finished => count == 0 ? Task.CompletedTask : finished.Task;

    /// <summary>The next piece; not for several threads at once.</summary>
    internal int Take() => next++;

    internal void Do(int item)
    {
        try
        {
            if (Volatile.Read(ref failure) is null)
            {
                cancellationToken.ThrowIfCancellationRequested();
                work(item);
            }
        }
        catch (Exception error)
        {
            // Whoever asked for the loop hears of the first.
            Interlocked.CompareExchange(ref failure, error, null);
        }

        if (Interlocked.Increment(ref done) == count) finished.SetResult();
    }

    internal void ThrowIfFailed()
    {
        if (failure is not null) ExceptionDispatchInfo.Throw(failure);
    }
}
