using System.Globalization;
using Percept.Onnx.Graphs;
using Attribute = Percept.Onnx.Graphs.Attribute;

namespace Percept.Tests.Onnx.Gradients;

/// <summary>One application of an operator that its rule is checked on; its name prints.</summary>
public sealed record OpCase(string Operator)
{
    readonly List<Operand> operands = [];
    readonly Attributes attributes = [];
    readonly List<string> said = [];

    internal IReadOnlyList<Operand> Operands => operands;

    internal int Outputs { get; private init; } = 1;

    /// <summary>The step of the differences; 1 is exact where the operator is linear in each input.</summary>
    internal float Step { get; init; } = 1e-2f;

    /// <summary>What its numbers are drawn with.</summary>
    internal int Seed { get; init; } = 7;

    internal int Group => attributes.Int("group", or: 1);

    internal static OpCase Op(string name) => new(name);

    /// <summary>An input that the rule is checked for.</summary>
    internal OpCase Input(params int[] shape) => Add(new(Shape.Of(shape)), Text(shape));

    /// <summary>Random numbers that are known when the graph is built.</summary>
    internal OpCase Fixed(params int[] shape) => Add(new(Shape.Of(shape)) { IsFixed = true }, "fixed " + Text(shape));

    /// <summary>Integers.</summary>
    internal OpCase Given(params long[] numbers) => Given(Tensor.Of(numbers));

    internal OpCase Given(Tensor tensor) => Add(new(tensor.Shape) { Tensor = tensor }, "(" + string.Join(',', tensor.To<double>()) + ")");

    internal OpCase Number(double number) => Given(Tensor.Of(Shape.Scalar, (float)number));

    /// <summary>An optional input left out.</summary>
    internal OpCase Without() => Add(null, "nothing");

    /// <summary>The last input's domain.</summary>
    internal OpCase In(double low, double high) => Change(operand => operand with { Low = low, High = high });

    /// <summary>The last input keeps clear of a kink.</summary>
    internal OpCase AwayFrom(params double[] kinks) => Change(operand => operand with { Kinks = kinks });

    /// <summary>The last input's elements all differ, by more than the step.</summary>
    internal OpCase Distinct() => Change(operand => operand with { AreDistinct = true });

    internal OpCase With(string name, Attribute value, string? text = null)
    {
        attributes.Add(name, value);
        said.Add(name + (text is null ? "" : "=" + text));
        return this;
    }

    internal OpCase With(string name, int value) => With(name, (Attribute)(long)value, value.ToString(CultureInfo.InvariantCulture));

    internal OpCase With(string name, float value) => With(name, (Attribute)value, value.ToString(CultureInfo.InvariantCulture));

    internal OpCase With(string name, string value) => With(name, (Attribute)value, value);

    internal OpCase With(string name, params int[] values) => With(name, (Attribute)values, string.Join(',', values));

    internal OpCase Linear() => this with { Step = 1 };

    internal OpCase Giving(int outputs) => this with { Outputs = outputs };

    /// <summary>Adds it to a graph, with an input for each operand that is one.</summary>
    internal IReadOnlyList<Value> Emit(Graph graph, Random random) => graph.EmitAll(Operator, [.. operands.Select((operand, i) =>
        operand is null ? null
        : operand.Tensor is { } tensor ? graph.Constant(tensor)
        : operand.IsFixed ? graph.Constant(Tensor.Of(operand.Shape, operand.Draw(random)))
        : graph.Input($"x{i}", ElementType.Float32, operand.Shape))], attributes, Outputs);

    public override string ToString() => $"{Operator} {string.Join(' ', said)}";

    OpCase Add(Operand? operand, string text)
    {
        operands.Add(operand!);
        said.Add(text);
        return this;
    }

    OpCase Change(Func<Operand, Operand> change)
    {
        operands[^1] = change(operands[^1]);
        return this;
    }

    static string Text(int[] shape) => Shape.Of(shape).ToString();
}

/// <summary>One input of a case, and where its values lie.</summary>
sealed record Operand(Shape Shape)
{
    internal double Low { get; init; } = -2;

    internal double High { get; init; } = 2;

    internal IReadOnlyList<double> Kinks { get; init; } = [];

    internal bool AreDistinct { get; init; }

    internal bool IsFixed { get; init; }

    internal Tensor? Tensor { get; init; }

    internal float[] Draw(Random random)
    {
        var values = new float[Shape.Elements];
        for (var i = 0; i < values.Length; i++)
        {
            do values[i] = AreDistinct ? 0.05f * (i - (values.Length / 2)) : (float)(Low + ((High - Low) * random.NextDouble()));
            while (!AreDistinct && Kinks.Any(kink => Math.Abs(values[i] - kink) < 0.05));
        }

        if (AreDistinct) random.Shuffle(values);
        return values;
    }
}
