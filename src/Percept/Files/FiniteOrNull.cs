using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Percept.Files;

/// <summary>Writes numbers to JSON, which has neither NaN nor infinity: both become null, and null is read as NaN.</summary>
/// <typeparam name="T">The number: <see cref="float"/> or <see cref="double"/>.</typeparam>
/// <param name="format">How digits are written; all that are needed where null.</param>
sealed class FiniteOrNull<T>(string? format = null) : JsonConverter<T> where T : struct, IFloatingPointIeee754<T>
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
