using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Attribution;

/// <summary>One graph, run on many images: each on one thread, as many side by side as there are processors, the results in order.</summary>
sealed class BatchedRuns : IDisposable
{
    readonly SessionPool sessions;
    readonly CancellationToken cancellationToken;

    internal BatchedRuns(ScoreBuilder scoring, Objective objective, IReadOnlyList<(string Name, Value Value)> outputs, CancellationToken cancellationToken)
    {
        this.cancellationToken = cancellationToken;
        sessions = new(outputs, scoring.Network.Device);
        foreach (var session in sessions.Sessions)
            foreach (var picture in scoring.Fill(session, objective, [])) picture.Planes.CopyTo(session.Input(picture.Input));
    }

    /// <summary>Runs on images.</summary>
    /// <param name="count">How many.</param>
    /// <param name="draw">Writes the image of an index, channels x height x width; what it depends on but the index must be fixed.</param>
    /// <param name="read">What is kept of a run.</param>
    internal IEnumerable<T> Each<T>(int count, Action<int, Span<float>> draw, Func<Session, T> read) =>
        sessions.Each(Enumerable.Range(0, count), (index, session) =>
        {
            if (session.Inputs.Contains(AttributionTarget.Image)) draw(index, session.Input(AttributionTarget.Image));
            session.Run();
            return read(session);
        }, cancellationToken);

    public void Dispose() => sessions.Dispose();
}
