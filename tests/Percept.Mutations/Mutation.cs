using Google.Protobuf;
using Google.Protobuf.Reflection;
using Percept.Onnx.Protos;

namespace Percept.Mutations;

/// <summary>Damages a model in a few places: bytes of the file, or fields of the message it holds.</summary>
static class Mutation
{
    static readonly long[] Numbers = [-1, 0, 1, 2, 3, 255, 65536, 1L << 31, 1L << 40, long.MaxValue, long.MinValue, -7];

    internal static byte[] Of(byte[] original, Random random) => random.Next(4) == 0 ? Bytes(original, random) : Fields(original, random);

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
            var messages = Everything(model).ToArray();
            var message = messages[random.Next(messages.Length)];
            var fields = message.Descriptor.Fields.InDeclarationOrder().Where(field => IsSet(field, message)).ToArray();
            if (fields.Length > 0) Change(message, fields[random.Next(fields.Length)], messages, random);
        }

        return model.ToByteArray();
    }

    static bool IsSet(FieldDescriptor field, IMessage message) =>
        field.IsRepeated ? ((System.Collections.IList)field.Accessor.GetValue(message)).Count > 0 : field.Accessor.HasValue(message);

    static void Change(IMessage message, FieldDescriptor field, IMessage[] messages, Random random)
    {
        if (field.Accessor.GetValue(message) is not System.Collections.IList list)
        {
            if (random.Next(8) == 0) field.Accessor.Clear(message);
            else field.Accessor.SetValue(message, Other(field, field.Accessor.GetValue(message), messages, random));
            return;
        }

        var at = random.Next(list.Count);
        switch (random.Next(4))
        {
            case 0: list.RemoveAt(at); break;
            case 1: list.Add(list[at]); break;
            case 2: (list[at], list[^1]) = (list[^1], list[at]); break;
            default: list[at] = Other(field, list[at]!, messages, random); break;
        }
    }

    static IEnumerable<IMessage> Everything(IMessage message) => message.Descriptor.Fields.InDeclarationOrder().Where(field => field.FieldType == FieldType.Message)
        .SelectMany(field => field.Accessor.GetValue(message) switch { System.Collections.IList list => list.Cast<IMessage>(), IMessage one => [one], _ => [] }).SelectMany(Everything).Prepend(message);

    /// <summary>Another value; names, operators and the like come from elsewhere in the model, as a name that exists does more harm than one that does not.</summary>
    static object Other(FieldDescriptor field, object value, IMessage[] messages, Random random) => field.FieldType switch
    {
        FieldType.Int64 => Number(random),
        FieldType.Int32 => (int)Math.Clamp(Number(random), int.MinValue, int.MaxValue),
        FieldType.Float => random.Next(4) switch { 0 => float.NaN, 1 => -1e30f, 2 => 0f, _ => 1e30f },
        FieldType.String => Text(messages, random),
        FieldType.Bytes => ByteString.CopyFromUtf8(Text(messages, random)),
        FieldType.Enum => Enum.ToObject(value.GetType(), random.Next(14)),
        FieldType.Message => messages.Where(other => other.Descriptor == field.MessageType).ToArray() is { Length: > 0 } others
            ? Copy(field.MessageType.Parser, others[random.Next(others.Length)]) : value,
        _ => value,
    };

    static IMessage Copy(MessageParser parser, IMessage message) => parser.ParseFrom(message.ToByteArray());

    static long Number(Random random) => random.Next(2) == 0 ? random.Next(-2, 12) : Numbers[random.Next(Numbers.Length)];

    static string Text(IMessage[] messages, Random random)
    {
        var texts = messages.OfType<NodeProto>().SelectMany(node => node.Input.Concat(node.Output).Append(node.OpType))
            .Concat(messages.OfType<AttributeProto>().SelectMany(attribute => new[] { attribute.Name, attribute.S.ToStringUtf8() })).Append("").Append("ghost").Append("line\nbreak\u001b[31m").ToArray();
        return texts[random.Next(texts.Length)];
    }
}
