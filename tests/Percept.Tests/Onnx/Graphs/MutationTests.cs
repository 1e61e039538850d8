using System.Diagnostics;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using Percept.Onnx.Graphs;
using Percept.Onnx.Protos;

namespace Percept.Tests.Onnx.Graphs;

public sealed class MutationTests
{
    static readonly object[] Numbers = [-1L, 0L, 1L, 3L, 255L, 1L << 31, 1L << 40, long.MaxValue, long.MinValue];
    static readonly string[] Texts = ["", "x", "h", "y", "Loop", "Reshape", "Split", "Constant", "Resize", "SAME_UPPER", "axis"];

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void A_damaged_model_is_refused_or_read_but_never_crashes_hangs_or_fills_the_memory(int seed)
    {
        var random = new Random(seed);
        foreach (var original in OperatorCases.All.Select(operation => operation.Model(constant: random.Next(2) == 0).Bytes))
        {
            var bytes = random.Next(2) == 0 ? Bytes(original, random) : Fields(original, random);
            var (watch, before) = (Stopwatch.StartNew(), GC.GetAllocatedBytesForCurrentThread());
            try
            {
                var graph = Model.Parse(bytes, "damaged.onnx").Build();
                GraphWriter.Write(graph, [.. graph.Nodes.Select(node => (node.Y.Name, node.Y))]);
            }
            catch (GraphException error)
            {
                Assert.False(string.IsNullOrWhiteSpace(error.Message));
            }

            Assert.True(watch.Elapsed < TimeSpan.FromSeconds(5), Convert.ToBase64String(bytes));
            Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 400_000_000, Convert.ToBase64String(bytes));
        }
    }

    static byte[] Bytes(byte[] original, Random random)
    {
        var bytes = original.ToList();
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var at = random.Next(bytes.Count);
            if (random.Next(3) == 0) bytes.RemoveAt(at);
            else if (random.Next(2) == 0) bytes.Insert(at, (byte)random.Next(256));
            else bytes[at] = (byte)random.Next(256);
        }

        return [.. bytes];
    }

    static byte[] Fields(byte[] original, Random random)
    {
        var model = ModelProto.Parser.ParseFrom(original);
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            var fields = Everything(model).SelectMany(message => message.Descriptor.Fields.InDeclarationOrder().Select(field => (message, field)))
                .Where(each => each.field.IsRepeated ? ((System.Collections.IList)each.field.Accessor.GetValue(each.message)).Count > 0 : each.field.Accessor.HasValue(each.message)).ToArray();
            var (message, field) = fields[random.Next(fields.Length)];
            if (field.Accessor.GetValue(message) is System.Collections.IList list)
            {
                var at = random.Next(list.Count);
                if (random.Next(3) == 0) list.RemoveAt(at);
                else if (random.Next(2) == 0) list.Add(list[at]);
                else list[at] = Other(field, list[at]!, random);
            }
            else field.Accessor.SetValue(message, Other(field, field.Accessor.GetValue(message), random));
        }

        return model.ToByteArray();
    }

    static IEnumerable<IMessage> Everything(IMessage message) => message.Descriptor.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message)
        .SelectMany(field => field.Accessor.GetValue(message) switch { System.Collections.IList list => list.Cast<IMessage>(), IMessage one => [one], _ => [] }).SelectMany(Everything).Prepend(message);

    static object Other(FieldDescriptor field, object value, Random random) => field.FieldType switch
    {
        FieldType.Int64 => Numbers[random.Next(Numbers.Length)],
        FieldType.Int32 => (int)Math.Clamp((long)Numbers[random.Next(Numbers.Length)], int.MinValue, int.MaxValue),
        FieldType.Float => random.Next(3) switch { 0 => float.NaN, 1 => -1e30f, _ => 1e30f },
        FieldType.String => Texts[random.Next(Texts.Length)],
        FieldType.Bytes => ByteString.CopyFromUtf8(Texts[random.Next(Texts.Length)]),
        FieldType.Enum => Enum.ToObject(value.GetType(), random.Next(12)),
        _ => value,
    };
}
