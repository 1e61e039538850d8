using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>For each tensor of a graph the last one before it that every way from the image to it leads through: where the branches that meet in it have forked.</summary>
/// <remarks>Cooper, Harvey and Kennedy, "A simple, fast dominance algorithm" (2001); one pass suffices where nothing is cyclic.</remarks>
sealed class Dominators
{
    readonly Dictionary<Value, (Value Value, int Depth)> above = [];

    /// <summary>Finds them.</summary>
    /// <param name="image">Where every way begins.</param>
    /// <param name="nodes">The nodes that depend on it, in the order they can run in.</param>
    internal Dominators(Value image, IEnumerable<Node> nodes)
    {
        above[image] = (image, 0);
        foreach (var node in nodes)
        {
            var fork = node.Inputs.OfType<Value>().Where(above.ContainsKey).Aggregate(Meet);
            foreach (var output in node.Outputs) above[output] = (fork, above[fork].Depth + 1);
        }
    }

    /// <summary>The dominator nearest to a tensor.</summary>
    internal Value this[Value value] => above[value].Value;

    /// <summary>Whether a tensor depends on the image.</summary>
    internal bool Has(Value value) => above.ContainsKey(value);

    Value Meet(Value a, Value b)
    {
        while (a != b)
        {
            if (above[a].Depth >= above[b].Depth) a = above[a].Value;
            else b = above[b].Value;
        }

        return a;
    }
}
