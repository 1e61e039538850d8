using System.Diagnostics;

namespace Percept.Scheduling;

/// <summary>Who computes: a turn for each processor, passed on to whoever waits for one or to a loop that is open, the most urgent first.</summary>
sealed class Turns
{
    [ThreadStatic]
    static Turn? held;

    readonly Lock gate = new();
    readonly Dictionary<int, TimeSpan> spent = [];
    readonly PriorityQueue<TaskCompletionSource, (int Rank, long Order)> waiting = new();

    /// <summary>The most urgent first, and of one rank the newest: what a loop within another one does ends sooner, and holds less until then.</summary>
    readonly List<Loop> open = [];

    int free;
    long order;

    internal Turns(int count) => Count = free = count;

    internal int Count { get; }

    /// <summary>Whether this thread has a turn.</summary>
    internal bool IsHeld => held?.Of == this;

    /// <summary>How long turns were held so far for work of a rank, all processors together.</summary>
    internal TimeSpan Spent(int rank)
    {
        lock (gate) return spent.GetValueOrDefault(rank);
    }

    /// <summary>Waits for a turn.</summary>
    internal void Take(int rank)
    {
        Task? called = null;
        lock (gate)
        {
            if (free > 0) free--;
            else
            {
                var call = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                waiting.Enqueue(call, (rank, order++));
                called = call.Task;
            }
        }

        called?.Wait();
        Begin(rank);
    }

    internal void Return()
    {
        lock (gate)
        {
            End();
            free++;
            PassOn();
        }
    }

    /// <summary>Lets something more urgent go first.</summary>
    internal void Yield(int rank)
    {
        lock (gate)
        {
            if (MostUrgent() >= rank) return;
        }

        Return();
        Take(rank);
    }

    /// <summary>Gives pieces of a loop to all who have nothing more urgent to do.</summary>
    internal void Open(Loop loop)
    {
        lock (gate)
        {
            if (loop.Left == 0) return;
            var at = open.FindIndex(other => other.Rank >= loop.Rank);
            open.Insert(at < 0 ? open.Count : at, loop);
            PassOn();
        }
    }

    /// <summary>A piece of a loop, for a thread that has a turn.</summary>
    internal bool TryTake(Loop loop, out int item)
    {
        lock (gate)
        {
            item = -1;
            if (loop.Left == 0) return false;
            item = TakeFrom(loop);
            return true;
        }
    }

    int MostUrgent() => Math.Min(waiting.TryPeek(out _, out var first) ? first.Rank : int.MaxValue, open.Count > 0 ? open[0].Rank : int.MaxValue);

    void PassOn()
    {
        // A loop's own thread takes its pieces too, so a turn that was passed on may find none.
        for (var pieces = open.Sum(loop => (long)loop.Left); free > 0 && (waiting.Count > 0 || pieces > 0);)
        {
            free--;
            if (CallWaiting()) continue;
            pieces--;
            _ = Task.Run(Help);
        }
    }

    /// <summary>Passes a turn on to who waits, where no open loop is more urgent.</summary>
    bool CallWaiting()
    {
        if (!waiting.TryPeek(out var call, out var at) || (open.Count > 0 && open[0].Rank < at.Rank)) return false;
        waiting.Dequeue();
        call.SetResult();
        return true;
    }

    void Help()
    {
        while (TryTakeAny(out var loop, out var item)) loop!.Do(item);
    }

    bool TryTakeAny(out Loop? loop, out int item)
    {
        lock (gate)
        {
            (loop, item) = (null, -1);
            End();
            if (!CallWaiting())
            {
                if (open.Count > 0)
                {
                    loop = open[0];
                    item = TakeFrom(loop);
                    Begin(loop.Rank);
                    return true;
                }

                free++;
            }

            return false;
        }
    }

    void Begin(int rank) => held = new(this, rank, Stopwatch.GetTimestamp(), held);

    void End()
    {
        if (held?.Of != this) return;
        spent[held.Rank] = spent.GetValueOrDefault(held.Rank) + Stopwatch.GetElapsedTime(held.Since);
        held = held.Outer;
    }

    /// <summary>A turn of a thread, and the one of other processors that it has as well.</summary>
    sealed record Turn(Turns Of, int Rank, long Since, Turn? Outer);

    int TakeFrom(Loop loop)
    {
        var item = loop.Take();
        if (loop.Left == 0) open.Remove(loop);
        return item;
    }
}
