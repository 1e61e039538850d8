using Percept.Onnx.Graphs;
using Percept.Onnx.Graphs.Inference;

namespace Percept.Onnx.Gradients.Rules;

static partial class Rules
{
    /// <remarks>Linear in each operand: dY and the other operands trade places with it. Axes that only it has, and which were summed, get the same everywhere.</remarks>
    internal static readonly Rule Einsum = Rule.ForEveryInput((n, i, dY) =>
    {
        var equation = EinsumEquation.Of(n);
        var free = new Queue<char>(equation.Free);
        var operands = new List<(string Letters, Value Value)> { (equation.Output, dY) };
        operands.AddRange(equation.Operands.Select((letters, other) => (letters, n[other])).Where((_, other) => other != i));

        // Where an axis comes twice, only the diagonal was seen.
        var wanted = "";
        foreach (var letter in equation.Operands[i])
        {
            var own = wanted.Contains(letter, StringComparison.Ordinal) ? free.Dequeue() : letter;
            wanted += own;
            if (own != letter) operands.Add(($"{letter}{own}", dY.Graph.Constant(Ops.Picks(n[i].Shape[wanted.Length - 1], n[i].Shape[wanted.Length - 1], place => place), "unit").Cast(dY.Type)));
        }

        var known = wanted.Where(letter => operands.Any(operand => operand.Letters.Contains(letter, StringComparison.Ordinal))).ToArray();
        var dX = n.Graph.Emit("Einsum", [.. operands.Select(operand => operand.Value)], new() { ["equation"] = $"{string.Join(',', operands.Select(operand => operand.Letters))}->{new string(known)}" });
        var sizes = new Queue<int>(dX.Shape);
        return dX.Reshape([.. wanted.Select(letter => known.Contains(letter) ? sizes.Dequeue() : 1)]).Expand(n[i].Shape);
    });
}
