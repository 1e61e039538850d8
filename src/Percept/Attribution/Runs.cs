using System.Collections.Concurrent;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Optimization;

namespace Percept.Attribution;

/// <summary>One graph, run on many images: each on one thread, as many side by side as there are processors, the results in order.</summary>
sealed class Runs : IDisposable
{
    readonly Session[] sessions;
    readonly ConcurrentBag<Session> idle;
    readonly CancellationToken cancel;

    internal Runs(Scoring scoring, Objective objective, IReadOnlyList<(string Name, Value Value)> outputs, CancellationToken cancel)
    {
        this.cancel = cancel;
        var first = new Session(outputs, threads: 1);
        sessions = [first, .. Enumerable.Range(1, Environment.ProcessorCount - 1).Select(_ => first.Twin())];
        foreach (var session in sessions)
            foreach (var picture in scoring.Fill(session, objective, [])) picture.Planes.CopyTo(session.Input(picture.Input));
        idle = [.. sessions];
    }

    /// <summary>Runs on images.</summary>
    /// <param name="count">How many.</param>
    /// <param name="draw">Writes the image of an index, channels x height x width; what it depends on but the index must be fixed.</param>
    /// <param name="read">What is kept of a run.</param>
    internal IEnumerable<T> Each<T>(int count, Action<int, Span<float>> draw, Func<Session, T> read) =>
        Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering).AsParallel().AsOrdered()
            .WithDegreeOfParallelism(sessions.Length).WithMergeOptions(ParallelMergeOptions.NotBuffered).WithCancellation(cancel)
            .Select(index =>
            {
                if (!idle.TryTake(out var session)) throw new InvalidOperationException("More threads than sessions.");
                try
                {
                    if (session.Inputs.Contains(Subject.Image)) draw(index, session.Input(Subject.Image));
                    session.Run();
                    return read(session);
                }
                finally
                {
                    idle.Add(session);
                }
            });

    public void Dispose()
    {
        foreach (var session in sessions) session.Dispose();
    }
}
