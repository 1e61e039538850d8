using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Percept.Networks.Kernels;

/// <summary>Eight numbers in a register of 256 bits.</summary>
readonly unsafe struct Simd256 : ISimd<Simd256>
{
    readonly Vector256<float> numbers;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Simd256(Vector256<float> numbers) => this.numbers = numbers;

    public static int Count => Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator +(Simd256 x, Simd256 y) => new(x.numbers + y.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 operator -(Simd256 x, Simd256 y) => new(x.numbers - y.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Of(float number) => new(Vector256.Create(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 Load(float* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd256 MultiplyAdd(Simd256 x, Simd256 y, Simd256 z) => new(Vector256.MultiplyAddEstimate(x.numbers, y.numbers, z.numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => numbers.Store(to);
}
