using System.Numerics;
using Percept.Onnx.Operators;

namespace Percept.Onnx.Graphs.Folding;

/// <summary>Computes, while a graph is built, what does not depend on its inputs: shape arithmetic above all.</summary>
static class Evaluation
{
    /// <summary>Larger results are left for the runtime to fold.</summary>
    const long MostElements = 1 << 22;

    /// <summary>Larger results that only repeat their input are left to the runtime: as constants they would weigh the file down.</summary>
    const long MostRepeated = 1 << 20;

    /// <summary>The node's only output where it is known already, or null.</summary>
    internal static Tensor? Of(Node node, IReadOnlyList<TensorType> types)
    {
        if (types is not [{ Shape: { } shape, Element: not ElementType.String and not ElementType.Undefined } output] || shape.Elements > MostElements) return null;
        if (output.Element.Bits() < 8 || Catalogue.Find(node.Operator) is not { Fold: { } evaluate } entry) return null;
        if (entry.Traits.HasFlag(Traits.Repeating) && shape.Elements > MostRepeated) return null;
        var needsOnlyShapes = entry.Traits.HasFlag(Traits.OfShape);
        if (!needsOnlyShapes && node.Inputs.Any(input => input is { Constant: null } or { Constant.Type: ElementType.String })) return null;
        // One bomb is small; a thousand are not.
        var cost = Math.Max(shape.Elements, entry.Traits.HasFlag(Traits.Reducing) ? node.Known(0).Length : 0);
        return node.Graph.MayFold(cost) ? evaluate(node, output) : null;
    }

    internal static Tensor Reshaped(Node node, TensorType output) => node.Known(0).Reshape(output.Shape!);

    internal static Tensor? Cast(Node node, TensorType output) => output.Element is ElementType.BFloat16 || output.Element.Bits() < 8 || output.Element >= ElementType.Complex64 ? null
        : output.Element == ElementType.Bool ? Tensor.From<double>(output.Element, output.Shape!, [.. node.Known(0).To<double>().Select(number => number != 0 ? 1.0 : 0)])
        : node.X.Type.IsFloat() ? Tensor.From(output.Element, output.Shape!, node.Known(0).To<double>()) : Tensor.From(output.Element, output.Shape!, node.Known(0).To<long>());

    internal static Tensor? Dequantized(Node node, TensorType output)
    {
        if (node.Int("block_size") != 0 || node.X.Type.Bits() < 8 || node.X.Type >= ElementType.Complex64 || output.Element != ElementType.Float32) return null;
        var (x, scales, zeros) = (node.Known(0).To<long>(), node.Known(1).To<float>(), node.Constant(2)?.To<long>());
        if (scales.Length == 0 || (zeros is not null && zeros.Length != scales.Length)) return null;
        var axis = scales.Length == 1 ? 0 : node.X.Shape.Axis(node.Int("axis", or: 1));
        var inner = scales.Length == 1 ? Math.Max(x.Length, 1) : node.X.Shape.Product(axis + 1, node.X.Shape.Rank);
        return Tensor.Of(output.Shape!, [.. x.Select((number, i) => i / inner % scales.Length is var at ? (number - (zeros is null ? 0 : zeros[at])) * scales[at] : 0)]);
    }

    internal static double Modulo(double a, double b) => a - (b * Math.Floor(a / b));

    /// <summary>Integers divided by zero are left for the runtime to judge.</summary>
    internal static Evaluate Quotient(Evaluate divide) => (node, output) => !output.Element.IsFloat() && node.Known(1).To<long>().Contains(0) ? null : divide(node, output);

    internal static Evaluate Each(Func<double, double> function, Func<long, long>? ofIntegers) => (node, output) => !Computable(node) ? null
        : ofIntegers is null || node.X.Type.IsFloat() ? Tensor.From(output.Element, output.Shape!, Array.ConvertAll(node.Known(0).To<double>(), number => function(number)))
        : Tensor.From(output.Element, output.Shape!, Array.ConvertAll(node.Known(0).To<long>(), number => ofIntegers(number)));

    internal static Evaluate Pairwise(Func<double, double, double> function, Func<long, long, long>? ofIntegers) => (node, output) => !Computable(node) || node.Inputs.Count != 2 ? null
        : ofIntegers is null || node.X.Type.IsFloat() ? Pairs(node, output, function) : Pairs(node, output, ofIntegers);

    static Tensor Pairs<T>(Node node, TensorType output, Func<T, T, T> function) where T : INumber<T>
    {
        var (a, b) = (node.Known(0).To<T>(), node.Known(1).To<T>());
        var (fromA, fromB) = (Picking.Broadcast(node[0].Shape, output.Shape!), Picking.Broadcast(node[1].Shape, output.Shape!));
        var result = new T[output.Shape!.Elements];
        for (var i = 0; i < result.Length; i++) result[i] = function(a[fromA[i]], b[fromB[i]]);
        return Tensor.From(output.Element, output.Shape!, result);
    }

    internal static Evaluate Reduced(Func<double, double, double> function, double start, Func<long, long, long> ofIntegers, long startOfIntegers) => (node, output) => !Computable(node) ? null
        : node.X.Type.IsFloat() ? Reduction(node, output, function, start) : Reduction(node, output, ofIntegers, startOfIntegers);

    static Tensor Reduction<T>(Node node, TensorType output, Func<T, T, T> function, T start) where T : INumber<T>
    {
        var axes = Operators.Reductions.AxesOf(node);
        Shape kept = [.. node.X.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)];
        var (values, target) = (node.Known(0).To<T>(), Picking.Broadcast(kept, node.X.Shape));
        var result = new T[output.Shape!.Elements];
        Array.Fill(result, start);
        for (var i = 0; i < values.Length; i++) result[target[i]] = function(result[target[i]], values[i]);
        return Tensor.From(output.Element, output.Shape!, result);
    }

    /// <summary>Whether its inputs are numbers that a double or a long can hold.</summary>
    static bool Computable(Node node) => node.Inputs.All(input => input is null or { Type: not (ElementType.BFloat16 or ElementType.UInt64) and < ElementType.Complex64 });
}
