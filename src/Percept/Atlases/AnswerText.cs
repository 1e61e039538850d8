using System.Globalization;
using System.Numerics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace Percept.Atlases;

/// <summary>Answers as JSON text: names such as <c>probe_accuracy</c>, numbers of four digits, and null for those that are not finite.</summary>
public static class AnswerText
{
    static readonly JsonSerializerOptions format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        Converters = { new FourDigits<float>(), new FourDigits<double>() },
    };

    /// <summary>An answer as text.</summary>
    public static string Of(object answer) => JsonSerializer.Serialize(answer, format);

    /// <summary>An answer as text that can be taken apart.</summary>
    internal static JsonNode ToNode(object answer) => JsonSerializer.SerializeToNode(answer, format)!;

    /// <remarks>More digits say nothing, and fewer bytes are read faster.</remarks>
    sealed class FourDigits<T> : JsonConverter<T> where T : IFloatingPointIeee754<T>
    {
        public override T? Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => T.CreateSaturating(reader.GetDouble());

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options)
        {
            if (T.IsFinite(value)) writer.WriteRawValue(double.CreateChecked(value).ToString("G4", CultureInfo.InvariantCulture));
            else writer.WriteNullValue();
        }
    }
}
