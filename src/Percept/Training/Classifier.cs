using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Training;

/// <summary>A model that can be trained to tell classes apart: how images become its input, and what of it learns.</summary>
/// <param name="Model">The model; its weights are those that training begins with.</param>
/// <param name="Preprocessing">How an image becomes its input.</param>
sealed record Classifier(Model Model, Preprocessing Preprocessing)
{
    static readonly float[] brightness = [0.299f, 0.587f, 0.114f];

    /// <summary>What training changes, by name.</summary>
    internal IReadOnlyDictionary<string, ParameterKind> Parameters { get; } = Model.Parameters();

    /// <summary>How many numbers training changes.</summary>
    internal long Count => Parameters.Where(parameter => parameter.Value != ParameterKind.Statistic).Sum(parameter => (long)Model.Weights[parameter.Key].Length);

    /// <summary>The images of a batch, and the classifier on them.</summary>
    internal (Value Images, TrainingMode Mode) Apply(Graph graph, int batch, IReadOnlyDictionary<string, Value> parameters, bool trains)
    {
        var images = graph.Input("images", ElementType.Float32, [batch, 3, Preprocessing.Height, Preprocessing.Width]);
        var seen = Preprocessing.Channels == ChannelOrder.Gray ? (images * graph.Constant(Tensor.Of([1, 3, 1, 1], brightness), "brightness")).Sum([1]) : images;
        return (images, TrainingMode.Apply(Model, Preprocessing.Apply(seen), parameters, trains));
    }
}
