using Percept.Attribution;

namespace Percept.Tests.Attribution;

public sealed class DifferencesTests
{
    [Fact]
    public void A_smooth_function_has_the_slope_it_has()
    {
        var slope = Differences.At(t => [(float)Math.Exp(2 * t)], 1e-7, step: 0.1);

        Assert.Equal(2, slope.Value, 1e-4);
        Assert.InRange(slope.Uncertainty, 0, 1e-3);
    }

    [Fact]
    public void A_kink_leaves_every_slope_between_its_sides_possible()
    {
        var slope = Differences.At(t => [Math.Max(t, 3 * t)], 0, step: 0.1);

        Assert.Equal(2, slope.Value, 1e-6);
        Assert.Equal(2, slope.Uncertainty, 1e-6);
    }

    [Fact]
    public void Kinks_of_opposite_sign_do_not_hide_each_other() => Assert.True(Differences.At(t => [Math.Max(t, 0), -Math.Max(t, 0)], 0, step: 0.1).Uncertainty > 1);

    [Fact]
    public void A_kink_nearby_is_stepped_inside_of() => Assert.Equal(new(1, 0), Rounded(Differences.At(t => [t < 0.013 ? t : (3 * t) - 0.026], 0, step: 0.1)));

    [Fact]
    public void A_jump_has_no_slope() => Assert.True(Differences.At(t => [t > 0 ? 1 : 0], 0, step: 0.1).Uncertainty > 1);

    [Fact]
    public void What_is_undefined_far_away_does_not_matter() => Assert.Equal(0.5, Differences.At(t => [Math.Log(2 * (0.02 + t)) * 0.01], 1e-12, step: 0.1).Value, 1e-5);

    static Slope Rounded(Slope slope) => new(Math.Round(slope.Value, 6), Math.Round(slope.Uncertainty, 6));
}
