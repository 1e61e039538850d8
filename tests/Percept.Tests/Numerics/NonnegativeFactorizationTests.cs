using System.Numerics.Tensors;
using FsCheck.Xunit;
using Percept.Numerics;

namespace Percept.Tests.Numerics;

public sealed class NonnegativeFactorizationTests
{
    [Fact]
    public void Planted_parts_are_found_again()
    {
        var random = new Random(1);
        float[][] planted = [.. Enumerable.Range(0, 3).Select(part => Enumerable.Range(0, 12).Select(i => i / 4 == part ? 0.5f + random.NextSingle() : 0).ToArray())];
        float[][] rows = [.. Enumerable.Range(0, 200).Select(_ => Mixed(planted, random))];

        var found = NonnegativeFactorization.Of(rows, 3, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(found.Explained > 0.999, $"{found.Explained}");
        Assert.All(planted, part => Assert.True(found.Parts.Max(other => TensorPrimitives.CosineSimilarity<float>(part, other)) > 0.999));
        Assert.Equal(1, found.Shares.Sum(), 1e-6);
        Assert.Equal(found.Shares.OrderDescending(), found.Shares);
    }

    [Fact]
    public void Strengths_of_new_rows_add_up_to_them()
    {
        var random = new Random(2);
        float[][] planted = [.. Enumerable.Range(0, 2).Select(part => Enumerable.Range(0, 6).Select(i => i / 3 == part ? 1f : 0.1f).ToArray())];
        var found = NonnegativeFactorization.Of([.. Enumerable.Range(0, 100).Select(_ => Mixed(planted, random))], 2, cancellationToken: TestContext.Current.CancellationToken);

        var row = Mixed(planted, random);
        var strengths = found.StrengthsOf([row])[0];

        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(row[i], (strengths[0] * found.Parts[0][i]) + (strengths[1] * found.Parts[1][i]), 0.03));
    }

    [Theory, InlineData(false), InlineData(true)]
    public void The_same_seed_gives_the_same_parts(bool signed)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        float[][] rows = [[1, 2, 0], [0, 1, 3], [2, 2, signed ? -2 : 2], [1, 0, 1]];

        var found = NonnegativeFactorization.Of(rows, 2, seed: 3, new(1), cancellationToken);

        Assert.Equal(signed, found.IsSigned);
        Assert.Equal(found.Parts, NonnegativeFactorization.Of(rows, 2, seed: 3, new(4), cancellationToken).Parts);
        Assert.Equal(found.Strengths, NonnegativeFactorization.Of(rows, 2, seed: 3, new(4), cancellationToken).Strengths);
    }

    [Property(MaxTest = 60)]
    public bool No_step_raises_the_squared_error(int seed, bool signed)
    {
        var random = new Random(seed);
        float[][] rows = [.. Enumerable.Range(0, 40).Select(_ => Enumerable.Range(0, 9).Select(_ => random.NextSingle() - (signed ? 0.4f : 0)).ToArray())];
        var (strengths, parts) = NonnegativeFactorization.Start(rows, 4, signed, seed);
        var error = Error(rows, strengths, parts);

        for (var step = 0; step < 40; step++)
        {
            NonnegativeFactorization.Step(rows, strengths, parts, signed, new(2));
            var next = Error(rows, strengths, parts);
            if (!(next <= error * (1 + 1e-5)) || strengths.Any(strength => TensorPrimitives.Min<float>(strength) < 0)) return false;
            error = next;
        }

        return true;
    }

    [Fact]
    public void Planted_parts_of_any_sign_are_found_about_again_each_at_least_zero_times()
    {
        var random = new Random(4);
        float[][] planted = [[1, -1, 0.5f, 0, 0, 0, 0, 0], [0, 0, 0, 1, 1, -1, 0, 0], [0, 0, -0.3f, 0, 0, 0, 1, -1]];
        float[][] rows = [.. Enumerable.Range(0, 300).Select(_ => Mixed(planted, random))];

        var found = NonnegativeFactorization.Of(rows, 3, cancellationToken: TestContext.Current.CancellationToken);

        Assert.True(found.IsSigned);
        Assert.True(found.Explained > 0.99, $"{found.Explained}");
        Assert.All(planted, part => Assert.True(found.Parts.Max(other => TensorPrimitives.CosineSimilarity<float>(part, other)) > 0.8));
        Assert.All(found.Parts, part => Assert.Equal(1, TensorPrimitives.Norm<float>(part), 1e-4));
        Assert.All(found.StrengthsOf(rows[..20]).SelectMany(strength => strength), strength => Assert.True(strength >= 0));
        foreach (var (row, strength) in rows[..20].Zip(found.StrengthsOf(rows[..20])))
            Assert.All(Enumerable.Range(0, 8), i => Assert.Equal(row[i], Enumerable.Range(0, 3).Sum(k => strength[k] * found.Parts[k][i]), 0.1));
    }

    static double Error(float[][] rows, float[][] strengths, float[][] parts) => rows.Zip(strengths).Sum(pair =>
        Enumerable.Range(0, pair.First.Length).Sum(i => Math.Pow(pair.First[i] - Enumerable.Range(0, parts.Length).Sum(k => (double)pair.Second[k] * parts[k][i]), 2)));

    static float[] Mixed(float[][] parts, Random random)
    {
        var row = new float[parts[0].Length];
        foreach (var part in parts) TensorPrimitives.MultiplyAdd(part, random.NextSingle() * random.Next(2), row, row);
        return row;
    }
}
