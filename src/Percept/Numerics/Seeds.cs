using System.Security.Cryptography;
using System.Text;

namespace Percept.Numerics;

/// <summary>Random numbers that depend on a seed and on what they are for, and on nothing else.</summary>
static class Seeds
{
    internal static int Of(int seed, string purpose) =>
        BitConverter.ToInt32(SHA256.HashData(Encoding.UTF8.GetBytes(FormattableString.Invariant($"{seed} {purpose}"))), 0) & int.MaxValue;

    /// <summary>A normally distributed number (Box and Muller, 1958).</summary>
    internal static double NextGaussian(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
