namespace Percept.Training.Data;

/// <summary>Which image is drawn when: every pool in turn, and each of a pool's images once before any comes again.</summary>
sealed class BatchSampler(IReadOnlyList<int[]> pools, int seed)
{
    /// <summary>The images drawn from one place on, and how often each was drawn before.</summary>
    public void Fill(long from, Span<(int Image, long Pass)> draws)
    {
        var orders = new Dictionary<(int Pool, long Pass), int[]>();
        for (var i = 0; i < draws.Length; i++)
        {
            var (turn, pool) = Math.DivRem(from + i, pools.Count);
            var (pass, place) = Math.DivRem(turn, pools[(int)pool].Length);
            if (!orders.TryGetValue(((int)pool, pass), out var order)) orders[((int)pool, pass)] = order = Shuffled((int)pool, pass);
            draws[i] = (order[place], pass);
        }
    }

    int[] Shuffled(int pool, long pass)
    {
        int[] order = [.. pools[pool]];
        var dice = SplitMix64.Of(seed, pool, pass);
        dice.Shuffle(order);
        return order;
    }
}
