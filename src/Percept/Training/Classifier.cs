using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Training;

/// <summary>A model that can be trained to tell classes apart: how images become its input, and what of it learns.</summary>
/// <param name="Model">The model; its weights are those that training begins with.</param>
/// <param name="Preprocessing">How an image becomes its input.</param>
/// <param name="Head">Its last layer, where that alone is trained.</param>
sealed record Classifier(Model Model, Preprocessing Preprocessing, HeadedModel? Head = null)
{
    static readonly float[] brightness = [0.299f, 0.587f, 0.114f];

    /// <summary>What training changes, by name.</summary>
    internal IReadOnlyDictionary<string, ParameterKind> Parameters { get; } = Model.Parameters()
        .Where(parameter => Head is null || Head.Weights.Contains(parameter.Key)).ToDictionary(StringComparer.Ordinal);

    /// <summary>How many numbers training changes.</summary>
    internal long Count => Parameters.Where(parameter => parameter.Value != ParameterKind.Statistic).Sum(parameter => (long)Model.Weights[parameter.Key].Length);

    /// <summary>What a step takes, images or where only the head is trained their features, and the classifier on them.</summary>
    internal (Value Taken, TrainingMode Mode) Apply(Graph graph, int batch, IReadOnlyDictionary<string, Value> parameters, bool trains)
    {
        if (Head is null)
        {
            var images = Images(graph, batch);
            return (images, TrainingMode.Apply(Model, Model.Inputs[0].Name, Seen(images), parameters, trains));
        }

        var features = graph.Input("images", ElementType.Float32, FeatureShape.With(0, batch));
        return (features, TrainingMode.Apply(Model, Head.Features, features, parameters, trains));
    }

    /// <summary>What the head takes of a batch of images.</summary>
    internal Value Features(Graph graph, int batch) =>
        Model.Apply(graph, new Dictionary<string, Value> { [Model.Inputs[0].Name] = Seen(Images(graph, batch)) }, [Head!.Features])[Head.Features];

    /// <summary>The shape of one image's features.</summary>
    internal Shape FeatureShape => featureShape ??= Features(new(), 1).Shape;

    Shape? featureShape;

    Value Images(Graph graph, int batch) => graph.Input("images", ElementType.Float32, [batch, 3, Preprocessing.Height, Preprocessing.Width]);

    Value Seen(Value images) => Preprocessing.Apply(
        Preprocessing.Channels == ChannelOrder.Gray ? (images * images.Graph.Constant(Tensor.Of([1, 3, 1, 1], brightness), "brightness")).Sum([1]) : images);
}
