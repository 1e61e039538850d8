using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Percept.Atlases;

/// <summary>Writes numbers to JSON, which has neither NaN nor infinity: they become null.</summary>
/// <param name="format">How digits are written; all that are needed where null.</param>
sealed class FiniteOrNull<T>(string? format) : JsonConverter<T> where T : struct, IFloatingPointIeee754<T>
{
    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.Null ? T.NaN : T.CreateSaturating(reader.GetDouble());

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
    {
        if (!T.IsFinite(value)) writer.WriteNullValue();
        else if (format is not null) writer.WriteRawValue(double.CreateChecked(value).ToString(format, CultureInfo.InvariantCulture));
        else if (value is float number) writer.WriteNumberValue(number);
        else writer.WriteNumberValue(double.CreateChecked(value));
    }
}
