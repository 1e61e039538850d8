using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Percept.Cli;
using Percept.Cli.Records;
using Percept.Training;

namespace Percept.Tests.Cli;

/// <summary>The keys and names in the JSON of all verbs are in snake_case.</summary>
public sealed class JsonKeysTests
{
    static readonly HashSet<Type> reached = [.. Reached()];

    public static TheoryData<string> Records => [.. Registered().Select(type => type.Name)];

    [Theory, MemberData(nameof(Records))]
    public void A_record_has_no_key_with_a_capital_letter(string record)
    {
        var keys = KeysOf(Registered().Single(type => type.Name == record)).ToArray();

        Assert.NotEmpty(keys);
        Assert.All(keys, key => Assert.Matches("^[a-z][a-z0-9]*(_[a-z0-9]+)*$", key));
    }

    [Fact]
    public void Names_of_values_have_no_capital_letter()
    {
        var enums = reached.Where(type => type.IsEnum).ToArray();

        Assert.NotEmpty(enums);
        Assert.All(enums.SelectMany(type => Enum.GetValues(type).Cast<object>().Select(value => JsonSerializer.Serialize(value, CliJson.Format.GetTypeInfo(type)!))), name => Assert.Matches("^\"[a-z0-9_]+\"$", name));
    }

    [Fact]
    public void Numbers_that_are_not_finite_are_null()
    {
        var json = JsonSerializer.Serialize(new WorkRecord("plan", 1, double.NaN), CliJson.Format.WorkRecord);

        Assert.Equal("""{"plan":"plan","done":1,"seconds":null}""", JsonSerializer.Serialize(JsonDocument.Parse(json)));
    }

    [Fact]
    public void The_record_of_a_trained_demo_is_that_of_the_training_and_what_the_demo_adds() =>
        Assert.Equal([.. OwnKeysOf(typeof(TrainingRecord)), "designer", "dataset", "atlas", "figure", "development"], OwnKeysOf(typeof(TrainedDemoRecord)));

    static IEnumerable<Type> Registered() => typeof(CliJson).GetCustomAttributesData()
        .Where(attribute => attribute.AttributeType == typeof(JsonSerializableAttribute)).Select(attribute => (Type)attribute.ConstructorArguments[0].Value!);

    static IEnumerable<Type> Reached() => Registered().SelectMany(type => Within(type, []));

    static IEnumerable<string> KeysOf(Type record) => Within(record, []).SelectMany(OwnKeysOf);

    static IEnumerable<string> OwnKeysOf(Type type) => InfoOf(type).Properties.Select(property => property.Name);

    /// <summary>A type and all types that its JSON holds.</summary>
    static IEnumerable<Type> Within(Type type, HashSet<Type> known)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (!known.Add(type)) yield break;
        yield return type;
        var info = InfoOf(type);
        foreach (var inner in info.Properties.Select(property => property.PropertyType).Append(info.ElementType).OfType<Type>().SelectMany(part => Within(part, known)).ToArray()) yield return inner;
    }

    static JsonTypeInfo InfoOf(Type type) => CliJson.Format.GetTypeInfo(type) ?? throw new InvalidOperationException($"{type} is not in the context.");
}
