using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Onnx.Gradients;

namespace Percept.Tests.Networks.Lowerings;

/// <summary>What the lowerings make of a value, and whether the numbers stay.</summary>
static class Lowered
{
    /// <summary>The same value in a graph of the CPU's forms.</summary>
    internal static Value Of(Value value) => Device.Cpu.Lowered([("y", value)])[0].Value;

    /// <summary>The operators that compute it there.</summary>
    internal static IReadOnlyList<string> Operators(Value value) => [.. ((Value[])[Of(value)]).NodesBehind().Select(node => node.Operator)];

    /// <summary>Runs a value as it is said and as it is lowered, on the same random numbers.</summary>
    /// <param name="value">The value.</param>
    /// <param name="tolerance">The largest difference, relative to the largest number; none where 0.</param>
    /// <param name="fill">Numbers for an input, by its name and length; normal ones where null.</param>
    internal static void Agrees(Value value, double tolerance = 0, Func<string, int, float[]>? fill = null)
    {
        using var plain = new Session([("y", value)], Device.Plain, threads: 1);
        using var fast = new Session([("y", value)], threads: 1);
        foreach (var input in plain.Inputs)
        {
            var numbers = (fill ?? ((name, length) => GradientCheck.Normal(new(name.Length + length), length)))(input, plain.Input(input).Length);
            numbers.CopyTo(plain.Input(input));
            if (fast.Inputs.Contains(input)) numbers.CopyTo(fast.Input(input));
        }

        plain.Run();
        fast.Run();
        Near(plain.Output("y"), fast.Output("y"), tolerance);
    }

    internal static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, double tolerance)
    {
        if (tolerance == 0)
        {
            Assert.Equal(expected.ToArray(), actual.ToArray());
            return;
        }

        var scale = 1e-30f;
        foreach (var number in expected) scale = Math.Max(scale, Math.Abs(number));
        for (var i = 0; i < expected.Length; i++) Assert.True(Math.Abs(expected[i] - actual[i]) <= tolerance * scale, $"{expected[i]:R} was expected at {i}, and {actual[i]:R} found; the largest is {scale}.");
    }
}
