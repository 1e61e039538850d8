using System.Text.Json;
using Percept.Answers.Trust;
using Percept.Atlases;
using Percept.Imaging;
using Percept.Numerics;

namespace Percept.Tests.Answers.Trust;

public sealed class TrustMeasurementsTests
{
    static readonly ExampleRecord[] highest = [.. Enumerable.Range(0, 4).Select(i => new ExampleRecord(0, 0, i + 1, i, 4 - i, 0, 0, default))];

    [Fact]
    public void Activation_is_given_by_ratio_percentile_and_spread()
    {
        var numbers = new TrustMeasurements();
        numbers.Excite(new(0, 0, 100, 1, 0.5, 0, 4, 0.9), highest, 2.5f);

        Assert.Equal((0.625, 0.98, 3), (numbers.Statement.ActivationRatio, numbers.Statement.ActivationPercentile, numbers.Statement.ActivationZ));
        Assert.Contains(numbers.Statement.Warnings, warning => warning.Contains("higher than this picture", StringComparison.Ordinal));
    }

    [Fact]
    public void Below_the_kept_images_the_percentile_is_that_of_a_normal_distribution()
    {
        var numbers = new TrustMeasurements();
        numbers.Excite(new(0, 0, 100, 0.2, 0.5, 0, 4, 0.9), highest, 0.7f);

        Assert.Equal(0.841, numbers.Statement.ActivationPercentile);
    }

    [Fact]
    public void A_unit_whose_best_is_not_above_zero_has_no_ratio_but_a_reason()
    {
        var numbers = new TrustMeasurements();
        numbers.Excite(new(0, 0, 100, -3, 0.5, -4, -1, 0), highest, 1);

        Assert.Null(numbers.Statement.ActivationRatio);
        Assert.Equal(8, numbers.Statement.ActivationZ);
        Assert.True(numbers.Statement.Silent);
        Assert.Contains("nothing to divide by", numbers.Statement.Reasons["activation_ratio"], StringComparison.Ordinal);
        Assert.Contains(numbers.Statement.Warnings, warning => warning.StartsWith("No image of the dataset fires this unit", StringComparison.Ordinal));
    }

    [Fact]
    public void Robust_reach_is_the_share_that_is_left_and_a_picture_on_exact_pixels_is_warned_of()
    {
        var (numbers, picture) = (new TrustMeasurements(), Picture.Filled(20, 20, Rgb.Grey(9)));
        numbers.Robust(10, _ => 2, picture, new(2));

        Assert.Equal(0.2, numbers.Statement.RobustActivationRatio);
        Assert.Contains(numbers.Statement.Warnings, warning => warning.Contains("exact pixels", StringComparison.Ordinal));
    }

    [Fact]
    public void Selectivity_ranks_units_by_what_the_dataset_does_to_them()
    {
        var statistics = Enumerable.Range(0, 4).ToDictionary(unit => unit, unit => new UnitStatistics(0, unit, 10, unit, unit == 3 ? 0 : 1, 0, 1, 1));
        var numbers = new TrustMeasurements();
        numbers.Selectivity(1, [5, 4, 9, 100], statistics);

        Assert.Equal((3, 3, 0), (numbers.Statement.SelectivityRank, numbers.Statement.SelectivityOf, numbers.Statement.Selectivity));
    }

    [Fact]
    public void Spearman_goes_by_ranks_and_equals_share_theirs()
    {
        Assert.Equal(1, Similarity.Cosine(Similarity.Ranked([1, 2, 30]), Similarity.Ranked([-5, 0, 0.1f])), 1e-6);
        Assert.Equal(-1, Similarity.Cosine(Similarity.Ranked([1, 2, 3]), Similarity.Ranked([3, 2, 1])), 1e-6);
        Assert.Equal([-1, 0.5f, 0.5f], Similarity.Ranked([1, 7, 7]));
    }

    [Fact]
    public void Facets_are_groups_that_are_more_alike_than_random_images()
    {
        var random = Enumerable.Range(0, 12).Select(Vector).ToArray();
        float[][] examples = [Towards(0, 1), Towards(0, 2), Towards(0, 3), Towards(7, 4), Towards(7, 5)];

        Assert.Equal(2, FacetCount.Count(examples, random));
        Assert.Equal(1, FacetCount.Count(examples[..3], random));

        static float[] Vector(int seed) => [.. Enumerable.Range(0, 30).Select(i => (float)Math.Sin((seed * 37) + (i * i * 1.7)))];
        static float[] Towards(int axis, int seed) => [.. Vector(seed).Select((number, i) => (0.2f * number) + (i / 4 == axis ? 3 : 0))];
    }

    [Fact]
    public void A_statement_is_written_with_names_in_snake_case_and_read_back()
    {
        var trust = new TrustStatement { ActivationRatio = 2.1, RobustActivationRatio = 0.83, AgreementZ = 4.2, Reasons = new Dictionary<string, string> { ["facets"] = "None." } };

        var json = JsonDocument.Parse(trust.ToJson()).RootElement;

        Assert.Equal((2.1, 0.83), (json.GetProperty("activation_ratio").GetDouble(), json.GetProperty("robust_activation_ratio").GetDouble()));
        Assert.Equal("Activation 2.1x the dataset's maximum, survives shifts, JPEG and blur (0.83), agrees with the images (z 4.2).", json.GetProperty("line").GetString());
        Assert.Empty(json.GetProperty("warnings").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("facets").ValueKind);
        var read = TrustStatement.FromJson(trust.ToJson())!;
        Assert.Equal((trust.Line, "None."), (read.Line, read.Reasons["facets"]));
        Assert.Null(TrustStatement.FromJson("{"));
    }
}
