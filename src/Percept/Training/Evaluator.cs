using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Training.Data;

namespace Percept.Training;

/// <summary>Gives a classifier's scores with the weights of the moment, as the finished network would.</summary>
sealed class Evaluator : IDisposable
{
    readonly Session session;
    readonly int batch, classes;

    internal Evaluator(Classifier classifier, int batch, Device device)
    {
        this.batch = batch;
        var graph = new Graph();
        var parameters = classifier.Parameters.Keys.ToDictionary(name => name, name => graph.Input($"weight/{name}", ElementType.Float32, classifier.Model.Weights[name].Shape), StringComparer.Ordinal);
        var scores = classifier.Apply(graph, batch, parameters, trains: false).Mode.Scores;
        classes = scores.Shape[1];
        session = new([("scores", scores)], device);
    }

    /// <summary>The scores of all images, in order, with each image's class.</summary>
    /// <param name="images">Images without augmentation.</param>
    /// <param name="weights">Gives each parameter's numbers.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal Scored Score(IBatchSource images, Func<string, ReadOnlySpan<float>> weights, CancellationToken cancellationToken)
    {
        foreach (var input in session.Inputs)
            if (input.StartsWith("weight/", StringComparison.Ordinal)) weights(input["weight/".Length..]).CopyTo(session.Input(input));
        var (scores, labels, of) = (new List<float[]>(), new List<int>(), new int[batch]);
        for (var step = 0; step < images.StepsPerEpoch(batch); step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var filled = images.Fill(0, step, session.Input("images"), of);
            session.Run();
            for (var i = 0; i < filled; i++)
            {
                scores.Add(session.Output("scores").Slice(i * classes, classes).ToArray());
                labels.Add(of[i]);
            }
        }

        return new(scores, labels);
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}

/// <summary>Scores before softmax of images whose classes are known.</summary>
/// <param name="Scores">A score for each class, for each image.</param>
/// <param name="Classes">Each image's class.</param>
sealed record Scored(IReadOnlyList<float[]> Scores, IReadOnlyList<int> Classes);
