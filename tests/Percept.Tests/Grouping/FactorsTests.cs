using System.Numerics.Tensors;
using Percept.Grouping;

namespace Percept.Tests.Grouping;

public sealed class FactorsTests
{
    [Fact]
    public void Planted_parts_are_found_again()
    {
        var random = new Random(1);
        float[][] planted = [.. Enumerable.Range(0, 3).Select(part => Enumerable.Range(0, 12).Select(i => i / 4 == part ? 0.5f + random.NextSingle() : 0).ToArray())];
        float[][] rows = [.. Enumerable.Range(0, 200).Select(_ => Mixed(planted, random))];

        var found = Factors.Of(rows, 3, cancel: TestContext.Current.CancellationToken);

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
        var found = Factors.Of([.. Enumerable.Range(0, 100).Select(_ => Mixed(planted, random))], 2, cancel: TestContext.Current.CancellationToken);

        var row = Mixed(planted, random);
        var strengths = found.StrengthsOf([row])[0];

        Assert.All(Enumerable.Range(0, 6), i => Assert.Equal(row[i], (strengths[0] * found.Parts[0][i]) + (strengths[1] * found.Parts[1][i]), 0.03));
    }

    [Fact]
    public void The_same_seed_gives_the_same_parts_and_negative_numbers_are_refused()
    {
        var cancel = TestContext.Current.CancellationToken;
        float[][] rows = [[1, 2, 0], [0, 1, 3], [2, 2, 2], [1, 0, 1]];

        Assert.Equal(Factors.Of(rows, 2, seed: 3, cancel).Parts, Factors.Of(rows, 2, seed: 3, cancel).Parts);
        Assert.Throws<ArgumentException>(() => Factors.Of([[1, -1]], 1, cancel: cancel));
    }

    static float[] Mixed(float[][] parts, Random random)
    {
        var row = new float[parts[0].Length];
        foreach (var part in parts) TensorPrimitives.MultiplyAdd(part, random.NextSingle() * random.Next(2), row, row);
        return row;
    }
}
