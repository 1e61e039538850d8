using System.Runtime.Intrinsics;

namespace Percept.Training.Data;

/// <summary>Random numbers that follow from a few whole numbers alone, such as a seed, an epoch and an image, and are quick to begin anew: SplitMix64.</summary>
struct SplitMix64
{
    ulong state;

    SplitMix64(ulong state) => this.state = state;

    public static SplitMix64 Of(params ReadOnlySpan<long> from)
    {
        var dice = new SplitMix64(0);
        foreach (var number in from) dice = new(dice.Next() ^ unchecked((ulong)number * 0xD1B54A32D192ED03));
        return dice;
    }

    public ulong Next()
    {
        unchecked
        {
            var mixed = state += 0x9E3779B97F4A7C15;
            mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9;
            mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
            return mixed ^ (mixed >> 31);
        }
    }

    public int Below(int count) => (int)Math.BigMul(Next(), (ulong)count, out _);

    public float Between(float low, float high) => low + (high - low) * ((Next() >> 40) * (1f / (1 << 24)));

    /// <summary>A value from -1 to 1 times <paramref name="most"/>.</summary>
    public float Around(double most) => Between((float)-most, (float)most);

    /// <summary>Red, green and blue from 0 to 1, opaque.</summary>
    public Vector128<float> Color() => Vector128.Create(Between(0, 1), Between(0, 1), Between(0, 1), 1);

    public void Shuffle(Span<int> items)
    {
        for (var left = items.Length; left > 1; left--)
        {
            var chosen = Below(left);
            (items[left - 1], items[chosen]) = (items[chosen], items[left - 1]);
        }
    }
}
