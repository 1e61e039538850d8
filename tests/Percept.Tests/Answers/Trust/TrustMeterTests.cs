using Percept.Answers.Trust;
using Percept.Atlases;
using Percept.Building;
using Percept.Demo;
using Percept.Imaging;
using Percept.Networks;
using Percept.Pipeline;

namespace Percept.Tests.Answers.Trust;

/// <summary>The demo network matched with some of its images: what is measured of pictures whose worth is known.</summary>
public sealed class TrustMeterTests(TrustMeterTests.Matched matched) : IClassFixture<TrustMeterTests.Matched>
{
    static readonly int[] units = [0, 5, 12, 19, 25, 39];

    public sealed class Matched : IAsyncLifetime
    {
        readonly Imaging.TemporaryFolder folder = new();

        public Network Network { get; } = DemoNetwork.Faces.Load();

        public Atlas Atlas { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            for (var i = 0; i < 60; i++) folder.Write($"images/{i:00}.webp", File.ReadAllBytes(DemoNetwork.Faces.Images[i * 11].Path));
            await AtlasBuilder.BuildAsync(Network, new ImageFolder(folder["images"]), folder["a.percept"], new() { Stages = Stages.Layers | Stages.Matching }, cancellationToken: TestContext.Current.CancellationToken);
            Atlas = Atlas.OpenRead(folder["a.percept"]);
        }

        public ValueTask DisposeAsync()
        {
            Atlas.Dispose();
            folder.Dispose();
            return ValueTask.CompletedTask;
        }

        /// <summary>As it was matched: the atlas keeps it as WebP, which loses a little.</summary>
        public Picture Best(Layer layer, int unit)
        {
            var id = Atlas.Examples(layer.Index, unit)[0].Image;
            return Picture.ReadFitted(Path.Combine(folder["images"], Atlas.Images([id])[0].Name), 256, 256);
        }
    }

    [Fact]
    public void A_picture_that_is_the_datasets_best_image_reaches_exactly_as_far()
    {
        var layer = matched.Network.Find("re_lu_17");
        using var meter = new TrustMeter(matched.Network, matched.Atlas, layer);

        foreach (var unit in units)
        {
            var trust = meter.Measure(unit, matched.Best(layer, unit));

            Assert.Equal(1, trust.ActivationRatio!.Value, 0.001);
            Assert.InRange(trust.ActivationPercentile!.Value, 0.95, 1);
            Assert.False(trust.Silent);
        }
    }

    [Fact]
    public void Top_images_take_their_own_way_and_noise_does_not()
    {
        var layer = matched.Network.Find("re_lu_17");
        using var meter = new TrustMeter(matched.Network, matched.Atlas, layer);

        var images = units.Select(unit => meter.Measure(unit, matched.Best(layer, unit))).ToArray();
        var noise = units.Select(unit => meter.Measure(unit, Noise(unit, 256))).ToArray();

        Assert.True(images.Average(trust => trust.PathSimilarity) > noise.Average(trust => trust.PathSimilarity) + 0.4);
        Assert.InRange(noise.Average(trust => trust.PathSimilarity)!.Value, -0.8, 0.8);
        Assert.True(images.Average(trust => trust.AgreementZ!.Value) > noise.Average(trust => trust.AgreementZ!.Value) + 1);
        Assert.True(images.Average(trust => trust.SpectrumDistance!.Value) < noise.Average(trust => trust.SpectrumDistance!.Value) / 2);
    }

    [Fact]
    public void A_shifted_copy_keeps_the_robust_activation_ratio_of_the_picture()
    {
        var layer = matched.Network.Find("re_lu_17");
        using var meter = new TrustMeter(matched.Network, matched.Atlas, layer);

        foreach (var unit in units)
        {
            var picture = matched.Best(layer, unit);
            var (own, shifted) = (meter.Measure(unit, picture), meter.Measure(unit, HeldOutViews.Shift(picture, 8, -8)));

            Assert.Equal(own.RobustActivationRatio!.Value, shifted.RobustActivationRatio!.Value, 0.2);
            Assert.Equal(own.RobustActivationRatio!.Value, (own.RobustShift!.Value + own.RobustJpeg!.Value + own.RobustBlur!.Value) / 3, 0.002);
        }
    }

    [Fact]
    public void The_same_picture_from_another_seed_is_as_stable_as_can_be_and_another_picture_is_not()
    {
        var layer = matched.Network.Find("re_lu_17");
        using var meter = new TrustMeter(matched.Network, matched.Atlas, layer);
        var picture = matched.Best(layer, 5);

        Assert.Equal(1, meter.Measure(5, picture, null, picture).SeedStability!.Value, 0.001);
        Assert.True(meter.Measure(5, picture, null, Noise(1, 256)).SeedStability < 0.9);
        var single = meter.Measure(5, picture);
        Assert.Null(single.SeedStability);
        Assert.Contains("one picture", single.Reasons["seed_stability"], StringComparison.Ordinal);
    }

    [Fact]
    public void The_first_layer_has_no_way_to_it_and_the_reason_is_given()
    {
        var layer = matched.Network.Layers[0];
        using var meter = new TrustMeter(matched.Network, matched.Atlas, layer);

        var trust = meter.Measure(1, Noise(1, 64));

        Assert.Null(trust.PathSimilarity);
        Assert.Empty(trust.Path);
        Assert.Contains("no layer between", trust.Reasons["path_similarity"], StringComparison.Ordinal);
        Assert.InRange(trust.SelectivityRank!.Value, 1, 24);
    }

    static Picture Noise(int seed, int side)
    {
        var pixels = new byte[side * side * 3];
        new Random(seed).NextBytes(pixels);
        return new(side, side, 3, pixels);
    }
}
