using Percept.Imaging;
using Percept.Onnx.Graphs;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Networks;

public sealed partial class Network
{
    /// <summary>The part of the image that is shown for a position: what its units depend on there without global gates, clipped at the image's borders.</summary>
    /// <remarks>
    /// That of a unit without a position, as behind global pooling, is the whole image. Behind attention over the whole image nothing bounds what a
    /// unit depends on but its patch, which says too little; there the part is a window about the patch that grows with depth as <see cref="Layer.AttentionShare"/> does.
    /// </remarks>
    public Box ReceptiveField(Layer layer, int y, int x)
    {
        var (value, form, batch) = (applied.Tensors[layer.Tensor], layer.Form, applied.Image.Shape[0]);
        if (form.Columns < 0) (y, x) = ((y * layer.Width) + x, 0);
        var at = form.At(value.Shape, batch, y, x);
        var field = form.Columns >= 0 ? local.Of(value, at, form.Rows, form.Columns) : local.Of(value, at);
        var (height, width) = (Preprocessing.Height, Preprocessing.Width);
        if (field.IsEmpty) return new(0, 0, height, width);
        var box = new Box(field[2].First, field[3].First, field[2].Last - field[2].First + 1, field[3].Last - field[3].First + 1);
        return Around(box, Math.Max(box.Height, (int)Math.Round(layer.AttentionShare * height)), Math.Max(box.Width, (int)Math.Round(layer.AttentionShare * width)), height, width);
    }

    static Box Around(Box box, int rows, int columns, int height, int width) =>
        new(Math.Clamp(box.Top - ((rows - box.Height) / 2), 0, height - rows), Math.Clamp(box.Left - ((columns - box.Width) / 2), 0, width - columns), rows, columns);

    Layer Describe(int index, string name, string tensor, Value value, LayerForm form, int heads = 0)
    {
        var (all, attentions) = behind.GetValueOrDefault(value);
        var grid = TokenGrid.Of(value, form, local, applied.Image.Shape);
        form = grid.Form;
        var field = SizeOf(receptiveFields);
        var own = all > 0 && !local.Of(value, Middle()).IsEmpty ? SizeOf(local) : field;
        return new(index, name, tensor, value.Origin()?.Operator ?? "input", form.Sizes(value.Shape, applied.Image.Shape[0]).Units, grid.Height, grid.Width, field.Height, field.Width)
        {
            Heads = heads,
            Form = form,
            Gates = all,
            LocalHeight = own.Height,
            LocalWidth = own.Width,
            AttentionShare = grid.Height * grid.Width > 1 && attentions > 0 ? (double)attentions / behind.Values.Max(known => known.Attentions) : 0,
        };

        // Windows and what is rolled about the border are bounded in the image, though not in an endless one.
        (int Height, int Width) SizeOf(ReceptiveFieldMap map)
        {
            var (size, height, width) = (map.Size(value), Preprocessing.Height, Preprocessing.Width);
            var (rows, columns) = (size[2] is > 0 and var h ? h : height, size[3] is > 0 and var w ? w : width);
            if (rows < height && columns < width) return (rows, columns);
            var middle = map.Of(value, Middle());
            return middle.IsEmpty ? (rows, columns) : (Smaller(rows, middle[2], height, grid.Height), Smaller(columns, middle[3], width, grid.Width));
        }

        int?[] Middle() => form.Columns >= 0 ? form.At(value.Shape, applied.Image.Shape[0], grid.Height / 2, grid.Width / 2) : form.At(value.Shape, applied.Image.Shape[0], (grid.Height / 2 * grid.Width) + (grid.Width / 2), 0);

        // What the border cuts off in the middle of the layer is no more than a step.
        static int Smaller(int endless, IndexSet middle, int size, int count) => middle.Last - middle.First + 1 is var length && length < size - (size / count) ? Math.Min(endless, length) : endless;
    }

    /// <summary>The gates by the file's names for their outputs; without nodes that the graph replaced by others, which nothing takes.</summary>
    IEnumerable<GlobalGate> NamedGates()
    {
        var names = applied.Tensors.GroupBy(tensor => tensor.Value).ToDictionary(same => same.Key, same => same.First().Key);
        var taken = applied.Image.Graph.Nodes.SelectMany(node => node.Inputs).Concat(Model.Outputs.Select(applied.Tensors.GetValueOrDefault)).ToHashSet();
        return gates.Nodes.Where(node => taken.Contains(node.Y)).Select(node => GlobalGate.Of(node, names.GetValueOrDefault(node.Y)));
    }

    /// <summary>For each value how many gates lie before it, and how many attentions over the whole image one behind the other.</summary>
    static Dictionary<Value, (int Gates, int Attentions)> Behind(Value image, Gates gates)
    {
        var (known, found, bits) = (gates.Nodes.ToHashSet(), new Dictionary<Value, (int, int)>(), new Dictionary<Value, HashSet<Node>>());
        if (known.Count == 0) return found;
        foreach (var node in image.Graph.Nodes)
        {
            var inputs = node.Inputs.OfType<Value>().Where(bits.ContainsKey).Distinct().ToArray();
            var before = inputs.Length == 1 ? bits[inputs[0]] : [.. inputs.SelectMany(input => bits[input])];
            if (known.Contains(node)) before = [.. before, node];
            if (before.Count == 0) continue;
            var attentions = inputs.Select(input => found[input].Item2).DefaultIfEmpty(0).Max() + (known.Contains(node) && GlobalGate.Of(node).Kind == GateKind.Attention ? 1 : 0);
            foreach (var output in node.Outputs) (bits[output], found[output]) = (before, (before.Count, attentions));
        }

        return found;
    }
}
