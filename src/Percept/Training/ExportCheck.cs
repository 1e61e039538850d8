using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Training.Data;

namespace Percept.Training;

/// <summary>Holds a network as it is written against the one that was trained.</summary>
static class ExportCheck
{
    const int Most = 256;

    /// <summary>The largest difference of a score, relative to the largest score.</summary>
    /// <param name="bytes">The ONNX file.</param>
    /// <param name="images">Images without augmentation.</param>
    /// <param name="scored">What was found for them in training.</param>
    /// <param name="batch">How many it is given at once.</param>
    internal static double LargestDifference(byte[] bytes, Batches images, Scored scored, int batch)
    {
        var model = Model.Parse(bytes, "the trained network");
        var preprocessing = PreprocessingOptions.Beside("the trained network", model)!.Resolve(model.Inputs[0]);
        var (graph, size) = (new Graph(), Math.Min(batch, images.Count));
        var scores = new Classifier(model, preprocessing).Apply(graph, size, new Dictionary<string, Value>(), trains: false).Mode.Scores;
        using var session = new Session([("scores", scores)], Device.Cpu);
        var (classes, largest, difference) = (new int[size], 1e-9, 0.0);
        for (var (step, seen) = (0, 0); seen < Math.Min(images.Count, Most); step++)
        {
            var filled = images.Fill(0, step, session.Input("images"), classes);
            if (filled == 0) break;
            session.Run();
            var found = session.Output("scores");
            for (var i = 0; i < filled; i++, seen++)
                for (var of = 0; of < scores.Shape[1]; of++)
                {
                    difference = Math.Max(difference, Math.Abs(found[(i * scores.Shape[1]) + of] - scored.Scores[seen][of]));
                    largest = Math.Max(largest, Math.Abs(scored.Scores[seen][of]));
                }
        }

        return difference / largest;
    }
}
