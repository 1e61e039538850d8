using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Percept.Cli;

/// <summary>Writes numbers to JSON, which has neither NaN nor infinity: they become null.</summary>
sealed class FiniteOrNull<T> : JsonConverter<T> where T : IFloatingPointIeee754<T>
{
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? T.NaN : T.CreateSaturating(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (!T.IsFinite(value)) writer.WriteNullValue();
        else if (value is float number) writer.WriteNumberValue(number);
        else writer.WriteNumberValue(double.CreateChecked(value));
    }
}
