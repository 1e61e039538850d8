using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Percept.Filters;
using Percept.Filters.Families;

namespace Percept.Tests.Filters;

public sealed class FilterFamilyTests
{
    static readonly float[] sobel = [-1, 0, 1, -2, 0, 2, -1, 0, 1];

    [Fact]
    public void A_sobel_filter_is_one()
    {
        var best = FilterFits.Of(new(0, 1, 3, 3, sobel)).Best;

        Assert.Equal("sobel", best.Family);
        Assert.Equal(1, best.Fit, 6);
        Assert.Equal(0, best.Parameters["direction"], 6);
        Assert.All(sobel.Zip(best.Member.Weights), pair => Assert.Equal(pair.First, pair.Second, 5));
    }

    [Fact]
    public void A_sobel_filter_that_is_brighter_at_its_top_points_up() =>
        Assert.Equal(90, FilterFits.Of(new(0, 1, 3, 3, [1, 2, 1, 0, 0, 0, -1, -2, -1])).Best.Parameters["direction"], 6);

    [Fact]
    public void A_small_sobel_filter_within_a_larger_one_is_found()
    {
        var weights = new float[49];
        for (var i = 0; i < 9; i++) weights[((2 + (i / 3)) * 7) + 3 + (i % 3)] = sobel[i];

        var best = FilterFits.Of(new(0, 1, 7, 7, weights)).Best;

        Assert.Equal(("sobel", 3, 2, 3), (best.Family, (int)best.Parameters["size"], (int)best.Parameters["top"], (int)best.Parameters["left"]));
    }

    [Property(MaxTest = 20)]
    public Property Every_turn_and_colour_of_a_sobel_filter_is_one() => Prop.ForAll(
        Gen.Choose(0, 359).ToArbitrary(), Gen.Choose(-5, 5).Three().Where(colour => colour != (0, 0, 0)).ToArbitrary(), (degrees, colour) =>
        {
            var (sin, cos) = MathF.SinCos(degrees * MathF.PI / 180);
            float[] down = [-1, -2, -1, 0, 0, 0, 1, 2, 1];
            var turned = sobel.Zip(down, (across, along) => (cos * across) + (sin * along)).ToArray();
            var weights = ((int[])[colour.Item1, colour.Item2, colour.Item3]).SelectMany(gain => turned.Select(weight => gain * weight)).ToArray();
            return FilterFits.Of(new(0, 3, 3, 3, weights)).Of("sobel") > 0.9999;
        });

    [Theory]
    [InlineData(5, 0.3, 0)]
    [InlineData(4, 1.2, 1.6)]
    [InlineData(3.2, 2.5, 3)]
    public void A_gabor_wavelet_is_found_with_its_wavelength_and_direction(double wavelength, double angle, double phase)
    {
        var weights = Each(7, (y, x) =>
        {
            var across = ((x - 3) * Math.Cos(angle)) - ((y - 3.2) * Math.Sin(angle));
            return Math.Exp(-(((x - 3) * (x - 3)) + ((y - 3.2) * (y - 3.2))) / 5) * Math.Cos((2 * Math.PI * across / wavelength) - phase);
        });

        var best = FilterFits.Of(new(0, 1, 7, 7, weights)).Best;

        Assert.Equal("gabor", best.Family);
        Assert.True(best.Fit > 0.98, $"{best.Fit}");
        Assert.Equal(wavelength, best.Parameters["wavelength"], 0.6);
        Assert.InRange(Math.Abs(Math.Sin((best.Parameters["direction"] * Math.PI / 180) - angle)), 0, 0.15);
    }

    [Fact]
    public void A_difference_of_gaussians_is_a_centre_and_its_surround()
    {
        var weights = Each(7, (y, x) =>
        {
            var distance = ((x - 3.0) * (x - 3)) + ((y - 2.5) * (y - 2.5));
            return -Math.Exp(-distance / 2) + (Math.Exp(-distance / 2 / 2.56) / 2.56);
        });

        var best = FilterFits.Of(new(0, 1, 7, 7, weights)).Best;

        Assert.Equal(("centre-surround", -1), (best.Family, (int)best.Parameters["polarity"]));
        Assert.Equal(1, best.Parameters["centre_width"], 0.05);
    }

    [Fact]
    public void Red_against_green_is_colour_opponent_and_white_is_a_blob()
    {
        var patch = Each(5, (y, x) => Math.Exp(-(((x - 2.0) * (x - 2)) + ((y - 2.0) * (y - 2))) / 4));

        var red = FilterFits.Of(new(0, 3, 5, 5, [.. patch, .. patch.Select(weight => -weight), .. new float[25]])).Best;
        var white = FilterFits.Of(new(0, 3, 5, 5, [.. patch, .. patch, .. patch])).Best;

        Assert.Equal(("colour-opponent", "blob"), (red.Family, white.Family));
        Assert.Equal((1, 0), (Math.Round(red.Parameters["opponency"], 6), Math.Round(white.Parameters["opponency"], 6)));
    }

    [Property(MaxTest = 20)]
    public Property No_fit_exceeds_one_and_none_depends_on_the_gain() => Prop.ForAll(Gen.Choose(-9, 9).ArrayOf(27).Where(weights => weights.Any(weight => weight != 0)).ToArbitrary(), weights =>
    {
        var (plain, doubled) = (Fits(1), Fits(0.01f));
        return plain.All(fit => fit.Fit is >= 0 and <= 1.000001) && plain.All(fit => Math.Abs(fit.Fit - doubled.Single(other => other.Family == fit.Family).Fit) < 1e-3);

        IReadOnlyList<FamilyFit> Fits(float gain) => FilterFits.Of(new(0, 3, 3, 3, [.. weights.Select(weight => gain * weight)])).Fits;
    });

    [Fact]
    public void A_filter_of_zeros_is_like_nothing() =>
        Assert.All(FilterFits.Of(new(0, 3, 3, 3, new float[27])).Fits, fit => Assert.Equal(0, fit.Fit));

    [Fact]
    public void One_pixel_can_only_be_a_blob_or_a_colour() =>
        Assert.All(FilterFits.Of(new(0, 3, 1, 1, [1, -1, 0])).Fits, fit => Assert.Contains(fit.Family, (string[])["blob", "colour-opponent"]));

    [Fact]
    public void The_demo_network_has_no_sobel_filters_but_spots_waves_and_colours_far_above_noise()
    {
        var survey = FilterSurvey.Of(FirstLayer.Filters(Percept.Demo.DemoNetwork.Faces.Load()), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(0, survey.Families().Single(family => family.Family == "sobel").Alike);
        Assert.True(survey.Filters.Count(fits => fits.Best.Fit >= FilterSurvey.Alike) >= 12);
        Assert.InRange(survey.Noise, 0.1, 0.4);
        Assert.Contains("0 of 24", survey.Verdict(), StringComparison.Ordinal);
    }

    static float[] Each(int side, Func<int, int, double> value) => [.. Enumerable.Range(0, side * side).Select(i => (float)value(i / side, i % side))];
}
