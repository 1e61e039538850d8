using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using System.Text.Unicode;

namespace Percept.Files;

/// <summary>How results are written as JSON, for programs and people: names such as <c>probe_accuracy</c>, indented, and null for numbers that are not finite.</summary>
static class SnakeCaseJson
{
    /// <summary>Options of that form.</summary>
    /// <param name="resolver">What is written; a context that the options are given to says it itself.</param>
    internal static JsonSerializerOptions Options(IJsonTypeInfoResolver? resolver = null) => new()
    {
        TypeInfoResolver = resolver,
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
        Converters = { new FiniteOrNull<float>(), new FiniteOrNull<double>(), new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };
}
