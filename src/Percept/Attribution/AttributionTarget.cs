using Percept.Attribution.Checks;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;
using Percept.Scheduling;
using Percept.Visualization;

namespace Percept.Attribution;

/// <summary>An objective's value at a picture: what is explained. Sessions are kept while others of their kind are asked for: those of one kind take hundreds of megabytes.</summary>
sealed class AttributionTarget : IDisposable
{
    internal const string Image = "image";
    const string Score = "score", Slope = "gradient", Activation = "activation", Pull = "pull";

    readonly Network network;
    readonly Objective objective;
    readonly ScoreBuilder scoring;
    readonly AppliedNetwork applied;
    readonly Value score;
    readonly IReadOnlyList<(string, Value)> read;
    readonly CancellationToken cancellationToken;
    (string Kind, BatchedRuns Runs)? latest;
    float? value, baselineValue;

    /// <param name="network">The network.</param>
    /// <param name="objective">What is explained.</param>
    /// <param name="planes">The picture: channels x height x width, values from 0 to 1.</param>
    /// <param name="baseline">What stands for nothing to see, in the same form.</param>
    /// <param name="seed">What every random number is drawn from.</param>
    /// <param name="cancellationToken">Ends it between two runs.</param>
    /// <param name="change">What is done to the network before it is asked; nothing where null.</param>
    /// <param name="size">The picture's size; the network's own where null.</param>
    internal AttributionTarget(Network network, Objective objective, float[] planes, float[] baseline, int seed, CancellationToken cancellationToken, Func<AppliedNetwork, AppliedNetwork>? change = null, (int Height, int Width)? size = null)
    {
        (this.network, this.objective, this.cancellationToken, Planes, Baseline, Seed) = (network, objective, cancellationToken, planes, baseline, seed);
        scoring = new(network, objective);
        applied = network.Apply(batch: 1, size?.Height, size?.Width, scoring.Tensors);
        Learned = Randomised.Learned(applied);
        if (change is not null) applied = change(applied);
        (score, _, read) = scoring.Build(applied);
    }

    internal float[] Planes { get; }

    internal float[] Baseline { get; }

    /// <summary>The operators with learned weights that the objective depends on.</summary>
    internal IReadOnlyList<Node> Learned { get; }

    internal int Seed { get; }

    internal Processors Processors => network.Processors;

    internal int Channels => applied.Image.Shape[1];

    internal int Height => applied.Image.Shape[2];

    internal int Width => applied.Image.Shape[3];

    /// <summary>The objective's values at images.</summary>
    internal IEnumerable<float> Scores(int count, Action<int, Span<float>> draw) => Of(Score, () => []).Each(count, draw, session => session.Output(Score)[0]);

    /// <summary>The objective's value at the picture.</summary>
    internal float Value => value ??= ScoreOf(Planes);

    /// <summary>The objective's value at the baseline.</summary>
    internal float BaselineValue => baselineValue ??= ScoreOf(Baseline);

    /// <summary>The objective's value at one image.</summary>
    internal float ScoreOf(float[] image) => Scores(1, (_, into) => image.CopyTo(into)).Single();

    /// <summary>The objective's derivatives with respect to images from 0 to 1.</summary>
    internal IEnumerable<float[]> Gradients(int count, Action<int, Span<float>> draw, GradientRules rules = GradientRules.True) =>
        Slopes(count, draw, rules).Select(slope => slope.Gradient);

    /// <summary>The objective's values at images from 0 to 1, with its derivatives.</summary>
    internal IEnumerable<(float Score, float[] Gradient)> Slopes(int count, Action<int, Span<float>> draw, GradientRules rules = GradientRules.True) =>
        Of($"{Slope}/{rules}", () => [(Slope, Gradient.Of(score, [applied.Image], rules.Table())[0])]).Each(count, draw, session => (session.Output(Score)[0], session.Output(Slope).ToArray()));

    /// <summary>A layer's activations at the picture and the objective's derivatives with respect to them: units x height x width.</summary>
    internal (Shape Shape, float[] Activation, float[] Gradient) At(Layer layer)
    {
        var tensor = applied.Tensors[layer.Tensor];
        var activation = applied[layer];
        return Of($"{Activation}/{layer.Tensor}", () => [(Activation, activation), (Pull, applied.As(layer, Gradient.Of(score, [tensor], GradientRules.True.Table())[0]))])
            .Each(1, (_, into) => Planes.CopyTo(into), session => (activation.Shape, session.Output(Activation).ToArray(), session.Output(Pull).ToArray())).Single();
    }

    /// <summary>The last layer before what the objective looks at, of whose positions it depends on any, or the one that is named.</summary>
    /// <remarks>Behind the last attention of a transformer its classes depend on the class token alone, and on no patch.</remarks>
    /// <exception cref="GraphException">There is none, or it does not lie between the image and the objective.</exception>
    internal Layer LayerBefore(string? name)
    {
        var behind = Gradient.Between([applied.Image], [score]).Dependent;
        if (name is not null)
            return network.Find(name) is var found && applied.Tensors.TryGetValue(found.Tensor, out var value) && behind.Contains(value) && value != score ? found
                : throw new GraphException($"Layer '{name}' does not lie between the image and '{objective}', so it has no attribution; choose a layer before that.");
        var own = scoring.Tensors.ToHashSet(StringComparer.Ordinal);
        return network.Layers.LastOrDefault(layer => layer.Height * layer.Width > 1 && !own.Contains(layer.Tensor) && applied.Tensors.TryGetValue(layer.Tensor, out var value) && behind.Contains(value) && DependsOn(value, layer.Form))
            ?? throw new GraphException($"No layer with positions lies between the image and '{objective}', so its class activation map cannot be made; choose another method.");
    }

    bool DependsOn(Value value, LayerForm form)
    {
        if (form.Others == 0) return true;
        var tokens = ReceptiveField.Of(score, new int?[score.Shape.Rank], value)[form.IsFlat ? 0 : form.Rows];
        return tokens.Any(token => token >= form.Skip && token < form.Skip + form.Sizes(value.Shape, batch: 1).Rows);
    }

    BatchedRuns Of(string kind, Func<IReadOnlyList<(string, Value)>> outputs)
    {
        if (latest?.Kind == kind) return latest.Value.Runs;
        Rest();
        // The score is always among the outputs: what the objective feeds must be an input of every session.
        latest = (kind, new(scoring, objective, [(Score, score), .. outputs(), .. read], cancellationToken));
        return latest.Value.Runs;
    }

    /// <summary>Gives back the memory of its sessions; what is asked next makes them again.</summary>
    internal void Rest()
    {
        latest?.Runs.Dispose();
        latest = null;
    }

    public void Dispose() => Rest();
}
