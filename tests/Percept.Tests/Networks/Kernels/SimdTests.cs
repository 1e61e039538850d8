using System.Runtime.Intrinsics.X86;
using Percept.Networks.Kernels;

namespace Percept.Tests.Networks.Kernels;

/// <summary>Registers of every width do the same; a width that the processor lacks is made of narrower ones.</summary>
public sealed unsafe class SimdTests
{
    [Fact]
    public void Sums_and_products_are_each_numbers_own()
    {
        Check<Simd128>(4);
        Check<Simd256>(8);
        Check<Simd512>(16);

        static void Check<T>(int count) where T : struct, ISimd<T>
        {
            float[] x = [.. Enumerable.Range(1, count).Select(i => (float)i)], found = new float[count];
            Assert.Equal(count, T.Count);
            fixed (float* from = x, to = found) (T.MultiplyAdd(T.Load(from), T.Of(3), T.Load(from) + T.Of(0.5f)) - T.Of(2)).Store(to);
            Assert.Equal(x.Select(number => (3 * number) + number + 0.5f - 2), found);
        }
    }

    [Fact]
    public void Transforms_of_every_width_are_the_same()
    {
        Check<F2x3>();
        Check<F4x3>();

        static void Check<T>() where T : struct, IWinogradTransform
        {
            const int Lanes = 16;
            var (side, outputs, random) = (T.Outputs + 2, T.Outputs, new Random(1));
            float[] x = [.. Enumerable.Range(0, side * Lanes).Select(_ => random.NextSingle())];
            var (wide, narrow) = (new float[(side + outputs) * Lanes], new float[(side + outputs) * Lanes]);
            fixed (float* from = x, toWide = wide, toNarrow = narrow)
            {
                T.Input<Simd512>(from, Lanes, toWide, Lanes);
                T.Output(from, Lanes, toWide + (side * Lanes), Lanes, Simd512.Of(0.5f));
                for (var lane = 0; lane < Lanes; lane += Simd128.Count)
                {
                    T.Input<Simd128>(from + lane, Lanes, toNarrow + lane, Lanes);
                    T.Output(from + lane, Lanes, toNarrow + (side * Lanes) + lane, Lanes, Simd128.Of(0.5f));
                }
            }

            Assert.All(wide.Zip(narrow), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        }
    }

    /// <summary>What the environment takes from the runtime is not used.</summary>
    [Fact]
    public void The_widest_registers_that_the_runtime_may_use_are_chosen()
    {
        var most = IsOff("AVX2") || !Avx2.IsSupported ? 4 : IsOff("AVX512") || !Avx512F.IsSupported ? 8 : 16;

        Assert.True(GemmMicrokernel.IsSupported);
        Assert.Equal(most, GemmMicrokernel.Lanes);

        static bool IsOff(string instructions) => Environment.GetEnvironmentVariable($"DOTNET_Enable{instructions}") == "0";
    }
}
