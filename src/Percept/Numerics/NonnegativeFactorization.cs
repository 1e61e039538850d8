using System.Numerics.Tensors;
using Percept.Scheduling;

namespace Percept.Numerics;

/// <summary>Rows of numbers as sums of a few parts, none of which is ever subtracted: nonnegative matrix factorisation, and where rows have numbers below zero seminonnegative (<see cref="SignedParts"/>).</summary>
/// <remarks>Multiplicative updates of Lee and Seung (2001) for the squared error, which never rises. The best of a few random starts is kept; the same seed gives the same parts.</remarks>
/// <param name="Parts">Parts x columns, each of length 1, those that explain most first; with numbers below zero where the rows have such.</param>
/// <param name="Strengths">Rows x parts.</param>
/// <param name="Explained">The share of the rows' squares that the sums of parts reproduce: 1 − ‖V − WH‖² / ‖V‖².</param>
/// <param name="Shares">Each part's share of what all parts add up to.</param>
sealed record NonnegativeFactorization(float[][] Parts, float[][] Strengths, double Explained, double[] Shares)
{
    const float Tiny = 1e-9f;
    const int MostSteps = 200, StrengthSteps = 60, Starts = 3;

    /// <summary>Rows that are worked on together: sums are added up block by block, so that they are the same however many processors there are.</summary>
    const int Block = 256;

    /// <summary>Whether parts may have numbers below zero.</summary>
    public bool IsSigned { get; private init; }

    /// <summary>Factorises rows.</summary>
    /// <param name="rows">Rows of equal length.</param>
    /// <param name="count">How many parts.</param>
    /// <param name="seed">What the starts are drawn from.</param>
    /// <param name="processors">What the work is divided among; all where null.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    public static NonnegativeFactorization Of(float[][] rows, int count, int seed = 0, Processors? processors = null, CancellationToken cancellationToken = default) => Of(rows, count, rows.Any(row => TensorPrimitives.Min<float>(row) < 0), seed, processors ?? Processors.Available, cancellationToken);

    /// <summary>Factorises rows, as if others of the same kind had numbers below zero where that is said.</summary>
    internal static NonnegativeFactorization Of(float[][] rows, int count, bool signed, int seed, Processors processors, CancellationToken cancellationToken) =>
        processors.Select(Starts, start => Once(rows, count, signed, Seeds.Of(seed, FormattableString.Invariant($"factors {start}")), processors, cancellationToken), cancellationToken).MaxBy(found => found.Explained)!;

    /// <summary>How strongly each part is in rows that were not there when it was found.</summary>
    public float[][] StrengthsOf(float[][] rows, Processors? processors = null)
    {
        var gram = Gram(Parts);
        return (processors ?? Processors.Available).Select(rows, row =>
        {
            var (along, strength) = (Along(row, Parts), Filled(Parts.Length, 1));
            for (var step = 0; step < StrengthSteps; step++) Update(strength, along, gram, IsSigned);
            return strength;
        });
    }

    static NonnegativeFactorization Once(float[][] rows, int count, bool signed, int seed, Processors processors, CancellationToken cancellationToken)
    {
        var (strengths, parts) = Start(rows, count, signed, seed);
        for (var step = 0; step < MostSteps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            Step(rows, strengths, parts, signed, processors);
        }

        return Ordered(rows, strengths, parts) with { IsSigned = signed };
    }

    /// <summary>Where the search begins: rows x parts, and parts x columns.</summary>
    internal static (float[][] Strengths, float[][] Parts) Start(float[][] rows, int count, bool signed, int seed)
    {
        var (random, columns) = (new Random(seed), rows[0].Length);
        var mean = signed ? count : rows.Average(row => TensorPrimitives.Sum<float>(row)) / columns;
        float[] Noise(int length) => [.. Enumerable.Range(0, length).Select(_ => (float)Math.Sqrt(mean / count) * (0.1f + random.NextSingle()))];
        float[][] parts = [.. Enumerable.Range(0, count).Select(_ => Noise(columns))], strengths = [.. rows.Select(_ => Noise(count))];
        if (signed) SignedParts.UpdateParts(rows, strengths, parts);
        return (strengths, parts);
    }

    /// <summary>One step, after which the squared error is no larger.</summary>
    internal static void Step(float[][] rows, float[][] strengths, float[][] parts, bool signed, Processors processors)
    {
        var gram = Gram(parts);
        processors.ForEach((rows.Length + Block - 1) / Block, block =>
        {
            for (var i = block * Block; i < Math.Min(rows.Length, (block + 1) * Block); i++) Update(strengths[i], Along(rows[i], parts), gram, signed);
        });
        if (signed) SignedParts.UpdateParts(rows, strengths, parts);
        else UpdateParts(rows, strengths, parts, processors);
    }

    /// <summary>W ← W ∘ (V Hᵀ) / (W H Hᵀ), for one row.</summary>
    static void Update(Span<float> strength, float[] along, float[][] gram, bool signed)
    {
        if (signed)
        {
            SignedParts.UpdateStrengths(strength, along, gram);
            return;
        }

        Span<float> old = stackalloc float[strength.Length];
        strength.CopyTo(old);
        for (var k = 0; k < old.Length; k++) strength[k] = old[k] * along[k] / (TensorPrimitives.Dot<float>(old, gram[k]) + Tiny);
    }

    static float[] Along(float[] row, float[][] parts) => [.. parts.Select(part => TensorPrimitives.Dot<float>(row, part))];

    /// <summary>H ← H ∘ (Wᵀ V) / (Wᵀ W H).</summary>
    static void UpdateParts(float[][] rows, float[][] strengths, float[][] parts, Processors processors)
    {
        var (count, columns) = (parts.Length, parts[0].Length);
        var sums = processors.Select((rows.Length + Block - 1) / Block, block => Products(block * Block, Math.Min(rows.Length, (block + 1) * Block)));
        var (above, gram) = sums.Aggregate((sum, more) => (Added(sum.Above, more.Above), Added(sum.Gram, more.Gram)));
        float[][] below = [.. gram.Select(weights => Combined(weights, parts))];
        for (var k = 0; k < count; k++)
            for (var i = 0; i < columns; i++) parts[k][i] *= above[k][i] / (below[k][i] + Tiny);

        (float[][] Above, float[][] Gram) Products(int first, int end)
        {
            var (above, gram) = (Zeros(count, columns), Zeros(count, count));
            for (var i = first; i < end; i++)
                for (var k = 0; k < count; k++)
                {
                    if (strengths[i][k] > 0) TensorPrimitives.MultiplyAdd(rows[i], strengths[i][k], above[k], above[k]);
                    for (var l = 0; l < count; l++) gram[k][l] += strengths[i][k] * strengths[i][l];
                }

            return (above, gram);
        }
    }

    static float[][] Added(float[][] sum, float[][] more)
    {
        foreach (var (row, other) in sum.Zip(more)) TensorPrimitives.Add(row, other, row);
        return sum;
    }

    static NonnegativeFactorization Ordered(float[][] rows, float[][] strengths, float[][] parts)
    {
        var left = 0.0;
        foreach (var (row, strength) in rows.Zip(strengths))
        {
            var sum = Combined(strength, parts);
            left += Math.Pow(TensorPrimitives.Distance<float>(row, sum), 2);
        }

        double[] lengths = [.. parts.Select(part => (double)TensorPrimitives.Norm<float>(part))];
        double[] weights = [.. lengths.Select((length, k) => length * strengths.Sum(strength => (double)strength[k]))];
        int[] order = [.. Enumerable.Range(0, parts.Length).OrderByDescending(k => weights[k])];
        return new(
            [.. order.Select(k => parts[k].Select(value => (float)(value / Math.Max(lengths[k], Tiny))).ToArray())],
            [.. strengths.Select(strength => order.Select(k => (float)(strength[k] * lengths[k])).ToArray())],
            1 - (left / Math.Max(rows.Sum(row => (double)TensorPrimitives.SumOfSquares<float>(row)), Tiny)), [.. order.Select(k => weights[k] / Math.Max(weights.Sum(), Tiny))]);
    }

    static float[][] Gram(float[][] rows) => [.. rows.Select(row => Along(row, rows))];

    static float[] Combined(float[] weights, float[][] rows)
    {
        var sum = new float[rows[0].Length];
        for (var k = 0; k < rows.Length; k++) TensorPrimitives.MultiplyAdd(rows[k], weights[k], sum, sum);
        return sum;
    }

    static float[][] Zeros(int count, int length) => [.. Enumerable.Range(0, count).Select(_ => new float[length])];

    static float[] Filled(int length, float value)
    {
        var values = new float[length];
        Array.Fill(values, value);
        return values;
    }
}
