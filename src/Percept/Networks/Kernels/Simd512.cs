using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Percept.Networks.Kernels;

/// <summary>Sixteen numbers in a register of 512 bits.</summary>
readonly unsafe struct Simd512 : ISimd<Simd512>
{
    readonly Vector512<float> numbers;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Simd512(Vector512<float> numbers) => this.numbers = numbers;

    public static int Count => Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator +(Simd512 x, Simd512 y) => new(x.numbers + y.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 operator -(Simd512 x, Simd512 y) => new(x.numbers - y.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Of(float number) => new(Vector512.Create(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd512 MultiplyAdd(Simd512 x, Simd512 y, Simd512 z) => new(Vector512.MultiplyAddEstimate(x.numbers, y.numbers, z.numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => numbers.Store(to);
}
