using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Percept.Files;

namespace Percept.Atlases;

/// <summary>Answers as JSON: names such as <c>probe_accuracy</c>, and null for numbers that are not finite, which is read as NaN.</summary>
public static class AnswerJson
{
    /// <summary>An answer for programs and people: indented, all digits.</summary>
    public static string Print<T>(T answer) where T : IAnswer<T> => JsonSerializer.Serialize(answer, Of<T>.Printed.GetTypeInfo(typeof(T)));

    /// <summary>An answer, or what is kept of a unit for it, as an atlas keeps it: four digits.</summary>
    /// <remarks>More digits say nothing, and fewer bytes are read faster.</remarks>
    internal static string Store<T, TPart>(TPart part) where T : IAnswer<T> => JsonSerializer.Serialize(part, Of<T>.Stored.GetTypeInfo(typeof(TPart)));

    /// <summary>Reads what <see cref="Store"/> wrote.</summary>
    /// <exception cref="JsonException">It is no such text.</exception>
    internal static TPart Read<T, TPart>(string text) where T : IAnswer<T> =>
        (TPart?)JsonSerializer.Deserialize(text, Of<T>.Stored.GetTypeInfo(typeof(TPart))) ?? throw new JsonException("An answer is null.");

    static JsonSerializerOptions Stored(IJsonTypeInfoResolver resolver) => new()
    {
        TypeInfoResolver = resolver,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        Converters = { new FiniteOrNull<float>("G4"), new FiniteOrNull<double>("G4"), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    static class Of<T> where T : IAnswer<T>
    {
        internal static readonly JsonSerializerOptions Stored = AnswerJson.Stored(T.Json), Printed = SnakeCaseJson.Options(T.Json);
    }
}
