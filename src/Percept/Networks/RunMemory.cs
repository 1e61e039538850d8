using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>What tensors a run must hold at once, found out before any of them is made.</summary>
static class RunMemory
{
    /// <summary>Refuses a run that cannot fit into the memory there is for it.</summary>
    /// <param name="outputs">What is wanted of the run.</param>
    /// <exception cref="GraphException">It cannot, or an output is not made of numbers.</exception>
    internal static void Check(IReadOnlyList<(string Name, Value Value)> outputs)
    {
        foreach (var (name, value) in outputs)
        {
            if (value.Type.Bits() < 8) throw new GraphException($"'{value.Name}', wanted as '{name}', is of type {value.Type}, which cannot be read from a run.");
            if (Bytes(value, value.Shape) > Array.MaxLength) throw new GraphException($"'{value.Name}' ({value.Shape}) takes {Size(Bytes(value))}; what goes into a run or comes out of it may take 2 GB. Choose a smaller batch or size.");
        }

        var (most, largest) = Peak(outputs);
        var there = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        if (most > there)
            throw new GraphException($"This takes at least {Size(most)} of memory at once, where there are {Size(there)}; its largest tensor is '{largest!.Name}' ({largest.Shape}) with {Size(Bytes(largest))}. Choose a smaller batch or size.");
    }

    /// <summary>The most bytes that are still needed after some node, where everything else is freed or written over; and the largest tensor.</summary>
    static (Int128 Bytes, Value? Largest) Peak(IReadOnlyList<(string Name, Value Value)> outputs)
    {
        var needed = outputs.Select(output => output.Value).Behind();
        var nodes = needed.Select(value => value.Producer).OfType<Node>().Distinct().OrderBy(node => node.Index).ToArray();
        var last = new Dictionary<Value, Node?>();
        foreach (var node in nodes)
            foreach (var input in node.Inputs)
                if (input is { Producer: not null }) last[input] = node;
        foreach (var (_, value) in outputs) last[value] = null;

        var live = needed.Where(value => value.Producer is null && value.Constant is null).Aggregate(Int128.Zero, (sum, value) => sum + Bytes(value));
        var most = live;
        foreach (var node in nodes)
        {
            live += node.Outputs.Where(needed.Contains).Aggregate(Int128.Zero, (sum, output) => sum + Bytes(output));
            foreach (var input in node.Inputs.OfType<Value>().Distinct())
                if (last.GetValueOrDefault(input) == node) live -= Bytes(input);
            most = Int128.Max(most, live);
        }

        return (most, needed.MaxBy(value => Bytes(value)));
    }

    static long Bytes(Value value) => value.HasShape ? Bytes(value, value.Shape) : 0;

    static long Bytes(Value value, Shape shape) => shape.Elements * value.Type.Bits() / 8;

    static string Size(Int128 bytes) => bytes < 1 << 30 ? $"{bytes >> 20} MB" : $"{bytes >> 30} GB";
}
