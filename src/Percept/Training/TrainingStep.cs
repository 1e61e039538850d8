using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Training;

/// <summary>One step of training as one graph: the scores of a batch, the loss, the gradient of every weight, and what all of them are after the step.</summary>
/// <remarks>Weights, the rule's memories, statistics and averages stay in the runtime's memory: what a run gives is what the next one takes.</remarks>
sealed class TrainingStep : IDisposable
{
    readonly Session session;
    readonly TrainingOptimizer rule;
    readonly string[] states;

    /// <param name="classifier">What is trained.</param>
    /// <param name="rule">How gradients change weights.</param>
    /// <param name="batch">How many images a step takes.</param>
    /// <param name="smoothing">How much of each target is shared among all classes.</param>
    /// <param name="classWeights">How much each class counts; null where all count the same.</param>
    /// <param name="device">Where it runs.</param>
    internal TrainingStep(Classifier classifier, TrainingOptimizer rule, int batch, double smoothing, float[]? classWeights, Device device)
    {
        this.rule = rule;
        var graph = new Graph();
        var (next, states) = (new List<(string, Value)>(), new List<string>());
        var parameters = classifier.Parameters.ToDictionary(parameter => parameter.Key, parameter => State("weight", parameter.Key), StringComparer.Ordinal);
        var (_, mode) = classifier.Apply(graph, batch, parameters, trains: true);
        var classes = graph.Input("classes", ElementType.Int64, [batch]);
        var numbers = new StepNumbers(Number("rate"), Number("first"), Number("second"), Number("keep"));
        var (loss, correct) = Loss.CrossEntropy(mode.Scores, classes, smoothing, classWeights);

        string[] learnt = [.. classifier.Parameters.Where(parameter => parameter.Value != ParameterKind.Statistic).Select(parameter => parameter.Key)];
        var gradients = Gradient.Of(loss, [.. learnt.Select(name => parameters[name])]);
        foreach (var (name, gradient) in learnt.Zip(gradients))
        {
            var memories = Enumerable.Range(0, rule.State).Select(i => State($"memory{i}", name)).ToArray();
            var (weight, remembered) = rule.Apply(parameters[name], gradient, memories, numbers, classifier.Parameters[name] == ParameterKind.Weight);
            for (var i = 0; i < memories.Length; i++) next.Add(($"next/memory{i}/{name}", remembered[i]));
            Follow(name, weight);
        }

        foreach (var (name, statistic) in mode.Statistics) Follow(name, statistic);
        this.states = [.. states.Where(state => next.Any(each => each.Item1 == $"next/{state}"))];
        session = new([("loss", loss), ("correct", correct), .. next], device);

        foreach (var name in learnt.Concat(mode.Statistics.Keys))
            foreach (var kind in (string[])["weight", "average"]) classifier.Model.Weights[name].Values<float>().CopyTo(session.Input($"{kind}/{name}"));

        Value Number(string name) => graph.Input(name, ElementType.Float32, Shape.Scalar);

        Value State(string kind, string name)
        {
            states.Add($"{kind}/{name}");
            return graph.Input($"{kind}/{name}", ElementType.Float32, classifier.Model.Weights[name].Shape);
        }

        void Follow(string name, Value value)
        {
            var average = State("average", name);
            next.Add(($"next/weight/{name}", value));
            next.Add(($"next/average/{name}", (average * numbers.EmaDecay) + (value * (1 - numbers.EmaDecay))));
        }
    }

    /// <summary>A batch's images, from 0 to 1, to be filled before a step.</summary>
    internal Span<float> Images => session.Input("images");

    /// <summary>A batch's classes, to be filled before a step.</summary>
    internal Span<long> Classes => session.Input<long>("classes");

    /// <summary>The names of everything that a step changes.</summary>
    internal IReadOnlyList<string> States => states;

    /// <summary>What a step changes, to be read or set between steps.</summary>
    internal Span<float> this[string state] => session.Input(state);

    /// <summary>Takes a step.</summary>
    /// <param name="step">Which one, counted from 1.</param>
    /// <param name="rate">The learning rate.</param>
    /// <param name="keep">How much of itself the average of the weights keeps.</param>
    /// <param name="trial">Whether the state stays as it is.</param>
    /// <returns>The loss before the step, and how many of the batch's images were given their class.</returns>
    internal (float Loss, int Correct) Run(int step, double rate, double keep, bool trial = false)
    {
        var (first, second) = rule.Corrections(step);
        foreach (var (name, number) in (ReadOnlySpan<(string, float)>)[("rate", (float)rate), ("first", first), ("second", second), ("keep", (float)keep)])
            if (session.Inputs.Contains(name)) session.Input(name)[0] = number;
        session.Run();
        var found = (session.Output("loss")[0], (int)session.Output("correct")[0]);
        if (trial || !float.IsFinite(found.Item1)) return found;
        foreach (var state in states) session.Exchange($"next/{state}", state);
        return found;
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
