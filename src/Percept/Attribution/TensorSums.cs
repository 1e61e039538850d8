using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;
using Percept.Visualization.Terms;

namespace Percept.Attribution;

/// <summary>Finds the tensors that terms name, by exact names and by the short ones that <c>percept inspect</c> lists, and sums them.</summary>
/// <param name="path">The model's file; beside it its class names may lie.</param>
/// <param name="model">The model.</param>
/// <param name="x">Its input.</param>
/// <param name="tensors">All its tensors, by their exact names.</param>
/// <param name="layout">The order of the input's axes; null where it is no image.</param>
sealed class TensorSums(string path, Model model, Value x, IReadOnlyDictionary<string, Value> tensors, Layout? layout)
{
    readonly Lazy<Gates> gates = new(() => GatesOf(x, layout));
    readonly Lazy<(string Name, string Tensor)[]> layers = new(() =>
    {
        var found = LayerFinder.Find(x, tensors, GatesOf(x, layout), BatchOf(x, layout));
        var names = LayerNames.Of(x, [.. found.Select(layer => (layer.Tensor, layer.Value))], model.Outputs, tensors);
        return [.. names.Zip(found, (name, layer) => (name, layer.Tensor))];
    });

    /// <summary>A term's sum over the batch and all positions it names.</summary>
    internal Value Of(Term term) => Part(term).Sum([], keepDims: false).Cast(ElementType.Float32);

    /// <summary>The part of a tensor whose sum a term is.</summary>
    internal Value Part(Term term)
    {
        var (name, unit, at) = Named(term);
        var value = Find(name);
        if (!value.HasShape && value.Producer is { } node) throw new GraphException($"Nothing is known of the tensor {value} of '{model.Name}', which comes from {node.Operator}, so it has no gradient; choose another.");
        if (!value.Type.IsFloat()) throw new GraphException($"The tensor {value} of '{model.Name}' holds no floating-point numbers, so it has no gradient; choose another.");
        if (unit is null) return value;

        var form = LayerForm.Of(value, gates.Value.Of(value), BatchOf(x, layout)) ?? value.Shape.Rank switch
        {
            2 => new(0, 1, -1, -1),
            3 => new(0, 2, 1, -1),
            4 => new(0, 1, 2, 3),
            _ => throw new GraphException($"The tensor {value} has no units: 2 axes (batch, units), 3 (batch, tokens, units) or 4 (batch, units, height, width) are needed; name it without a unit to sum all of it."),
        };
        value = Pick(value, form.IsFlat ? 1 : form.Units, unit.Value, "unit", term);
        if (at is not { } place) return value;
        if (form.Columns >= 0) return Pick(Pick(value, form.Rows, place.Y, "row", term), form.Columns, place.X, "column", term);
        if (place.X == 0 && form.Rows >= 0) return Pick(value, form.Rows, place.Y, "token", term);
        if (place is (0, 0)) return value;
        throw new GraphException($"'{term}' names a position that the tensor {value} does not have.");
    }

    /// <summary>A term taken apart, with the tensor's exact name where that itself ends like a unit (<c>output:0</c>).</summary>
    (string Name, int? Unit, (int Y, int X)? At) Named(Term term)
    {
        return term switch
        {
            ClassTerm { Score: ClassScore.Logit } label => (layers.Value[^1].Tensor, ClassOf(label.Name, term), null),
            LayerTerm { Units: null } whole => (whole.Layer, null, null),
            UnitTerm { At: null, Mask: null } unit when tensors.ContainsKey($"{unit.Layer}:{unit.Unit}") => ($"{unit.Layer}:{unit.Unit}", null, null),
            UnitTerm { Mask: null } unit => (unit.Layer, unit.Unit, unit.At),
            _ => throw new GraphException($"'{term}' is no plain sum of a tensor's elements; here terms are layer, layer:unit, layer:unit@row,column and label:NAME."),
        };
    }

    Value Find(string name)
    {
        if (tensors.TryGetValue(name, out var exact)) return exact;
        if (layers.Value.FirstOrDefault(layer => layer.Name == name) is { Tensor: { } tensor }) return tensors[tensor];
        var known = layers.Value.Select(layer => layer.Name).Concat(model.Outputs).Distinct();
        throw new GraphException($"'{model.Name}' has no layer or tensor '{name}'; the nearest are {string.Join(", ", Nearest.To(name, known))}. `percept inspect` lists all layers.");
    }

    int ClassOf(string name, Term term)
    {
        var labels = PreprocessingOptions.Beside(path, model)?.Labels ?? [];
        if (labels.Length == 0) throw new GraphException($"'{term}' names a class, but the class names of '{model.Name}' are not known. Give them as \"labels\" in its .percept.json file, or use a unit: {layers.Value[^1].Name}:NUMBER.");
        var at = Array.FindIndex(labels, label => label.Equals(name, StringComparison.OrdinalIgnoreCase));
        return at >= 0 ? at : throw new GraphException($"'{model.Name}' has no class '{name}'; the nearest are {string.Join(", ", Nearest.To(name, labels))}.");
    }

    static int BatchOf(Value x, Layout? layout) => x.Shape.Rank > 0 && layout?.HasBatch() != false ? x.Shape[0] : 1;

    static Gates GatesOf(Value x, Layout? layout) => layout?.Places() is { } places ? new(x, places.Rows, places.Columns) : new(x);

    static Value Pick(Value value, int axis, int index, string what, Term term) => index < value.Shape[axis] ? value.Slice(axis, index, index + 1)
        : throw new GraphException($"'{term}' names {what} {index}, but the tensor {value} has {value.Shape[axis]}, numbered 0 to {value.Shape[axis] - 1}.");
}
