using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Percept.Files;

/// <summary>Writes numbers to JSON, which has neither NaN nor infinity: both become null, and null is read as NaN.</summary>
/// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
public sealed class FiniteOrNull<T> : JsonConverter<T> where T : IFloatingPointIeee754<T>
{
    /// <inheritdoc/>
    public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? T.NaN : T.CreateSaturating(reader.GetDouble());

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(writer);
        if (!T.IsFinite(value)) writer.WriteNullValue();
        else if (value is float number) writer.WriteNumberValue(number);
        else writer.WriteNumberValue(double.CreateChecked(value));
    }
}
