using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using MathNet.Numerics.LinearAlgebra;
using Percept.Numerics;

namespace Percept.Tests.Numerics;

public sealed class PrincipalComponentsTests
{
    [Property(MaxTest = 30)]
    public Property Components_and_variances_are_those_of_the_singular_value_decomposition() => Prop.ForAll(Samples(12, 5), samples =>
    {
        var found = PrincipalComponents.Of(samples, 5);
        var parts = Centred(samples).Svd();

        return found.Variances.Select((variance, i) => Math.Abs(variance - (parts.S[i] * parts.S[i] / 11)) < 1e-2 * parts.S[0]).All(near => near)
            && Enumerable.Range(0, 2).All(i => Math.Abs(parts.S[i] - parts.S[i + 1]) < 0.5 || Math.Abs(Math.Abs(found.Components[i].Select((value, at) => value * parts.VT[i, at]).Sum()) - 1) < 1e-3);
    });

    [Property(MaxTest = 30)]
    public Property Blocks_give_what_all_samples_at_once_give_where_nothing_is_cut_off() => Prop.ForAll(Samples(40, 6), samples =>
    {
        var (whole, blocks) = (PrincipalComponents.Of(samples, 6), PrincipalComponents.Of(samples, 6, block: 7));

        return (whole.Count, blocks.Count) == (40, 40)
            && whole.Mean.Zip(blocks.Mean).All(pair => Math.Abs(pair.First - pair.Second) < 1e-4)
            && whole.Variances.Zip(blocks.Variances).All(pair => Math.Abs(pair.First - pair.Second) < 1e-2)
            && Math.Abs(whole.TotalVariance - blocks.TotalVariance) < 1e-2;
    });

    [Property(MaxTest = 20)]
    public Property All_components_together_give_a_sample_back() => Prop.ForAll(Samples(9, 4), samples =>
    {
        var found = PrincipalComponents.Of(samples, 4);
        return samples.All(sample => found.Reconstruct(found.Coefficients(sample)).Zip(sample).All(pair => Math.Abs(pair.First - pair.Second) < 2e-2));
    });

    /// <remarks>The marks of five students in two subjects, a textbook's toy: variances 100 and 97.5 about the means, covariance 85, so eigenvalues (197.5 ± √(2.5² + 4·85²)) / 2.</remarks>
    [Fact]
    public void A_toy_result_by_hand_is_found()
    {
        float[][] samples = [[0, 1], [10, 8], [20, 24], [5, 0], [15, 17]];
        var mean = samples.Select(sample => sample[0]).Average();
        double x = 0, y = 0, both = 0;
        var mean1 = samples.Select(sample => sample[1]).Average();
        foreach (var sample in samples)
        {
            x += Math.Pow(sample[0] - mean, 2) / 4;
            y += Math.Pow(sample[1] - mean1, 2) / 4;
            both += (sample[0] - mean) * (sample[1] - mean1) / 4;
        }

        var root = Math.Sqrt(Math.Pow(x - y, 2) + (4 * both * both));
        var found = PrincipalComponents.Of(samples, 2);

        Assert.Equal((x + y + root) / 2, found.Variances[0], 3);
        Assert.Equal((x + y - root) / 2, found.Variances[1], 3);
        Assert.Equal(1, found.Explained.Sum(), 5);
    }

    [Fact]
    public void Of_many_blocks_the_first_two_hold_the_directions_of_most_variance()
    {
        var random = new Random(1);
        float[][] points = [.. Enumerable.Range(0, 500).Select(_ => (float[])[0.1f * random.NextSingle(), 3 * random.NextSingle(), 0.1f * random.NextSingle(), 10 * random.NextSingle()])];

        var plane = PrincipalComponents.Of(points, 2, block: 64);

        Assert.All(points, point => Assert.Equal(point[3] - points.Average(other => other[3]), plane.Coefficients(point)[0], 0.3));
        Assert.All(points, point => Assert.Equal(point[1] - points.Average(other => other[1]), plane.Coefficients(point)[1], 0.5));
    }

    [Fact]
    public void Samples_that_do_not_differ_have_no_components() => Assert.Empty(PrincipalComponents.Of([[1, 2], [1, 2], [1, 2]], 2).Components);

    static Arbitrary<float[][]> Samples(int count, int length) => Gen.Choose(-100, 100).Select(value => value / 10f).ArrayOf(length).ArrayOf(count).ToArbitrary();

    static Matrix<double> Centred(float[][] samples)
    {
        var matrix = Matrix<double>.Build.DenseOfRows(samples.Select(sample => sample.Select(value => (double)value)));
        var means = matrix.ColumnSums() / samples.Length;
        return Matrix<double>.Build.DenseOfRowVectors(matrix.EnumerateRows().Select(row => row - means));
    }
}
