using MathNet.Numerics.Distributions;
using Percept.Answers.Eigenimages;
using Percept.Demo;
using Percept.Numerics;

namespace Percept.Tests.Answers.Eigenimages;

public sealed class EigenAnalysisTests
{
    [Fact]
    public void A_span_is_at_no_angle_to_itself_and_at_right_angles_to_what_it_lacks()
    {
        float[][] plane = [[1, 0, 0, 0], [1, 2, 0, 0]], other = [[0, 0, 3, 0]];

        Assert.All(Subspaces.Angles(plane, plane), angle => Assert.Equal(0, angle, 4));
        Assert.Equal(90, Assert.Single(Subspaces.Angles(plane, other)), 4);
        Assert.Equal(45, Assert.Single(Subspaces.Angles([[1, 0]], [[1, 1]])), 4);
        Assert.Equal(0.5, Subspaces.Overlap([[1, 0, 0], [0, 0, 1]], [[1, 0, 0]]), 6);
    }

    [Fact]
    public void Independent_components_unmix_what_was_mixed()
    {
        var random = new Random(1);
        var samples = Enumerable.Range(0, 4000).Select(_ =>
        {
            var (a, b) = (Laplace.Sample(random, 0, 1), Laplace.Sample(random, 0, 1));
            return (float[])[(float)((0.8 * a) + (0.2 * b)), (float)((0.6 * a) - (0.98 * b)), (float)(0.1 * a)];
        }).ToArray();
        float[][] sources = [[0.8f, 0.6f, 0.1f], [0.2f, -0.98f, 0]];

        var found = IndependentComponents.Of(PrincipalComponents.Of(samples, 2, samples.Length), samples, cancellationToken: TestContext.Current.CancellationToken);

        Assert.All(sources, source => Assert.Contains(found, component =>
            Math.Abs(component.Zip(source, (x, y) => x * y).Sum()) / Math.Sqrt(source.Sum(x => x * x)) > 0.995));
    }

    [Fact]
    public void A_linear_function_of_the_coefficients_is_explained_and_chance_is_not()
    {
        var random = new Random(2);
        var samples = Enumerable.Range(0, 400).Select(_ => Enumerable.Range(0, 20).Select(_ => (float)Normal.Sample(random, 0, 1)).ToArray()).ToArray();
        var components = PrincipalComponents.Of(samples.Take(200), 12, 200);
        var coefficients = samples.Select(sample => components.Coefficients(sample)).ToArray();

        Assert.InRange(LinearShare.Of(coefficients, [.. coefficients.Select(c => (float[])[(2 * c[0]) - c[7]])], 200, new(3)), 0.999, 1);
        Assert.InRange(LinearShare.Of(coefficients, [.. coefficients.Select(_ => (float[])[random.NextSingle(), random.NextSingle(), random.NextSingle()])], 200, new(3)), 0, 0.05);
        Assert.True(double.IsNaN(LinearShare.Of(coefficients, [.. coefficients.Select(_ => new float[2])], 200, new(3))));
    }

    [Fact]
    public void Spread_is_one_for_an_even_pattern_and_a_pixels_share_for_a_pixel()
    {
        Assert.Equal(1, PixelSpread.Of([1, -1, 1, -1], 1), 6);
        Assert.Equal(0.25, PixelSpread.Of([0, 0, 5, 0], 1), 6);
        Assert.Equal(0.5, PixelSpread.Of([0, 3, 0, 3], 2), 6);
    }

    [Fact]
    public async Task The_demo_network_is_unlike_eigenfaces_the_less_alike_the_deeper()
    {
        var network = DemoNetwork.Faces.Load();
        var options = new EigenOptions { LayerImages = 160, Patches = 2000, Count = 32, InversionSteps = 0 };

        var comparison = await EigenAnalysis.OfAsync(network, DemoNetwork.Faces.Images, options, cancellationToken: TestContext.Current.CancellationToken);

        Assert.StartsWith("Unlike eigenfaces", comparison.Verdict, StringComparison.Ordinal);
        Assert.Equal(network.Layers.Count, comparison.Layers.Count);
        Assert.Equal(24, comparison.Angles.Count);
        Assert.True(comparison.Layers[0].Spread < comparison.EigenimageSpread / 10);
        Assert.InRange(comparison.Eigenimages.Explained.Sum(), 0.5, 1);
        Assert.True(comparison.Layers[^1].R2 < comparison.Layers[0].R2 + 0.2);
    }
}
