using Percept.Onnx.Graphs;

namespace Percept.Onnx.Operators;

/// <summary>Einsum's equation with everything said: every axis of every operand has a letter, as have those of the output.</summary>
/// <param name="Operands">For each operand a letter for each of its axes; one that comes twice is a diagonal.</param>
/// <param name="Output">The letters of the output's axes.</param>
sealed record EinsumEquation(string[] Operands, string Output)
{
    const string Letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    /// <summary>The letters that no axis has.</summary>
    internal IEnumerable<char> Free => Letters.Where(letter => !Operands.Any(operand => operand.Contains(letter, StringComparison.Ordinal)));

    /// <summary>A node's equation, with letters for what an ellipsis stands for, and with the output that is meant where none is given.</summary>
    internal static EinsumEquation Of(Node node)
    {
        var equation = node.Text("equation").Replace(" ", "", StringComparison.Ordinal);
        var sides = equation.Split("->");
        var operands = sides[0].Split(',');
        if (operands.Length != node.Inputs.Count || sides.Length > 2) throw new GraphException($"its equation '{equation}' is not one of {node.Inputs.Count} operands.");

        int[] covered = [.. operands.Select((operand, i) => operand.Contains("...", StringComparison.Ordinal) ? node[i].Shape.Rank - (operand.Length - 3) : 0)];
        var ellipsis = string.Concat(Letters.Where(letter => !equation.Contains(letter, StringComparison.Ordinal)).Take(covered.Max()));
        string[] said = [.. operands.Select((operand, i) => operand.Replace("...", ellipsis[^Math.Max(covered[i], 0)..], StringComparison.Ordinal))];
        if (said.Zip(node.Operands).FirstOrDefault(pair => pair.First.Length != pair.Second.Shape.Rank || pair.First.Except(Letters).Any()) is { Second: { } odd })
            throw new GraphException($"its equation '{equation}' does not go with an operand of shape {odd.Shape}.");

        var once = operands.SelectMany(operand => operand).Where(char.IsAsciiLetter).GroupBy(letter => letter).Where(group => group.Count() == 1).Select(group => group.Key).Order();
        return new(said, sides.Length == 2 ? sides[1].Replace("...", ellipsis, StringComparison.Ordinal) : ellipsis + string.Concat(once));
    }

    /// <summary>The size along the axes of a letter; axes of size 1 broadcast.</summary>
    internal int Size(Node node, char letter)
    {
        int[] sizes = [.. Operands.SelectMany((operand, i) => operand.Select((other, axis) => (other, axis)).Where(each => each.other == letter).Select(each => node[i].Shape[each.axis]))];
        if (sizes.Length == 0) throw new GraphException($"its output has an axis '{letter}', which no operand has.");
        return sizes.Aggregate(1, (size, other) => size == 1 || size == other ? other : other == 1 ? size : throw new GraphException($"the axes '{letter}' have the sizes {size} and {other}."));
    }
}
