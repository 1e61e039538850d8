using Percept.Onnx.Graphs;

namespace Percept.Onnx.ReceptiveFields;

/// <summary>Follows parts of values back to an input, through every path, and remembers what many questions share.</summary>
/// <remarks>
/// A part restricted along a single axis is asked about index by index, and each answer is kept: the rows of a convolutional
/// network are then a few questions a row and layer, however many units there are. Other parts are kept for one question.
/// Nodes are visited from the last to the first, so that depth costs no stack and each part is opened once. Without borders
/// there is nothing to share, every place being like its neighbours, and all that is asked of a value is asked at once.
/// With gates, what comes through them is left out wherever something else does not.
/// </remarks>
sealed class Walk(Value input, bool borders, Func<Node, bool> ignored, Gates? gates = null)
{
    readonly Dictionary<(Value, Region), Question> answered = [];
    readonly HashSet<Value> dependent = [input];
    readonly Lock gate = new();
    int nodesSeen;

    /// <summary>What a part of a value depends on; null for nothing.</summary>
    internal Region? From(Value value, Region at)
    {
        lock (gate)
        {
            FindDependent();
            return answered.TryGetValue((value, at), out var known) ? known.Seen : Answer(value, at);
        }
    }

    Region? Answer(Value value, Region at)
    {
        var (asked, open, order) = (new Dictionary<(Value, Region), Question>(), new PriorityQueue<Question, int>(), new List<Question>());
        var root = new Question(value, at);
        Ask(root, value, at);
        while (open.TryDequeue(out var question, out _))
        {
            order.Add(question);
            Open(question);
        }

        foreach (var question in Enumerable.Reverse(order))
        {
            question.Close();
            if (borders && Restricted(question.Value, question.At).Count < 2) answered[(question.Value, question.At)] = question;
        }

        root.Close();
        return root.Seen;

        void Ask(Question asker, Value value, Region at)
        {
            if (value == input) asker.See(at);
            else if (!dependent.Contains(value)) return;
            else if (!borders) Merge(asker, value, at);
            else if (Restricted(value, at) is (1, var axis) && at[axis]!.Count > 1)
                foreach (var index in at[axis]!) Share(asker, value, at.With(axis, IndexSet.Of(index)));
            else Share(asker, value, at);
        }

        void Share(Question asker, Value value, Region at)
        {
            if (!answered.TryGetValue((value, at), out var question) && !asked.TryGetValue((value, at), out question)) question = New(value, at, at);
            asker.Parts.Add(question);
        }

        void Merge(Question asker, Value value, Region at)
        {
            if (at.Axes.All(axis => axis is null)) asker.See(Step.Whole(input.Shape, borders));
            else if (asked.TryGetValue((value, Region.Any), out var question)) question.Widen(at);
            else asker.Parts.Add(New(value, at, Region.Any));
        }

        Question New(Value value, Region at, Region key)
        {
            var question = asked[(value, key)] = new(value, at);
            open.Enqueue(question, -value.Producer!.Index);
            return question;
        }

        void Open(Question question)
        {
            var (node, parts) = (question.Value.Producer!, new List<(Value, Region)>());
            for (var i = 0; i < node.Inputs.Count; i++)
                if (node.Inputs[i] is { } value && dependent.Contains(value) && Back(question, i) is { IsEmpty: false } at) parts.Add((value, at));
            foreach (var (value, at) in parts.Count > 1 && gates is not null ? gates.Local(parts) : parts) Ask(question, value, at);
        }
    }

    Region? Back(Question question, int i)
    {
        var (node, from) = (question.Value.Producer!, question.Value.Producer!.Inputs[i]!);
        var region = new Step(node, question.Value.OutputIndex, i, question.At, borders, gates is not null).Back();
        return borders ? region?.Clip(from.Shape) : region;
    }

    /// <summary>How many axes a part is not all of, and the last of them.</summary>
    (int Count, int Axis) Restricted(Value value, Region at)
    {
        var (count, last) = (0, -1);
        for (var axis = 0; axis < at.Rank; axis++)
            if (at[axis] is { } set && !(borders && set.Fills(value.Shape[axis]))) (count, last) = (count + 1, axis);
        return (count, last);
    }

    void FindDependent()
    {
        for (var nodes = input.Graph.Nodes; nodesSeen < nodes.Count; nodesSeen++)
            if (!ignored(nodes[nodesSeen]) && nodes[nodesSeen].Inputs.Any(value => value is not null && dependent.Contains(value)))
                dependent.UnionWith(nodes[nodesSeen].Outputs);
    }

    /// <summary>A part of a value, the parts it depends on, and once it is closed what of the input that amounts to.</summary>
    sealed class Question(Value value, Region at)
    {
        internal Value Value => value;

        internal Region At { get; private set; } = at;

        internal List<Question> Parts { get; } = [];

        internal Region? Seen { get; private set; }

        internal void See(Region? region) => Seen = Region.Union(Seen, region);

        internal void Widen(Region by) => At = Region.Union(At, by)!;

        internal void Close()
        {
            foreach (var part in Parts) See(part.Seen);
            Parts.Clear();
            Parts.Capacity = 0;
        }
    }
}
