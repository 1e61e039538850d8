using Percept.Onnx.Protos;

namespace Percept.Onnx.Graphs;

/// <summary>Lets nodes of a written model take what another node would only have rearranged for them.</summary>
static class ModelBypass
{
    /// <summary>The same model, in which every node of <paramref name="operation"/> whose first input comes from <paramref name="rearranging"/> takes that node's input instead.</summary>
    /// <param name="model">The bytes of an ONNX model.</param>
    /// <param name="operation">What the nodes are called, with its domain (<c>domain::operator</c>).</param>
    /// <param name="rearranging">What the nodes before them are called, with its domain.</param>
    /// <param name="change">The new values of the node's attributes that are lists of whole numbers, from the old ones.</param>
    /// <returns>Null where there is no such pair of nodes.</returns>
    public static byte[]? Past(byte[] model, string operation, string rearranging, Func<IReadOnlyDictionary<string, int[]>, IReadOnlyDictionary<string, int[]>> change)
    {
        var proto = ModelProto.Parser.ParseFrom(model);
        var nodes = proto.Graph.Node;
        var rearranged = nodes.Where(node => Name(node) == rearranging).ToDictionary(node => node.Output[0], StringComparer.Ordinal);
        var found = nodes.Where(node => Name(node) == operation && rearranged.ContainsKey(node.Input[0])).ToArray();
        if (found.Length == 0) return null;
        foreach (var node in found)
        {
            node.Input[0] = rearranged[node.Input[0]].Input[0];
            var lists = node.Attribute.Where(attribute => attribute.Type == AttributeProto.Types.AttributeType.Ints).ToDictionary(attribute => attribute.Name);
            foreach (var (name, numbers) in change(lists.ToDictionary(list => list.Key, list => Array.ConvertAll([.. list.Value.Ints], number => checked((int)number)))))
            {
                lists[name].Ints.Clear();
                lists[name].Ints.AddRange(numbers.Select(number => (long)number));
            }
        }

        var used = nodes.SelectMany(node => node.Input).Concat(proto.Graph.Output.Select(output => output.Name)).ToHashSet(StringComparer.Ordinal);
        foreach (var idle in rearranged.Values.Where(node => !used.Contains(node.Output[0]))) nodes.Remove(idle);
        return Google.Protobuf.MessageExtensions.ToByteArray(proto);
    }

    static string Name(NodeProto node) => $"{node.Domain}::{node.OpType}";
}
