using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Percept.Networks.Kernels;

/// <summary>Four numbers in a register of 128 bits.</summary>
readonly unsafe struct Simd128 : ISimd<Simd128>
{
    readonly Vector128<float> numbers;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    Simd128(Vector128<float> numbers) => this.numbers = numbers;

    public static int Count => Vector128<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator +(Simd128 x, Simd128 y) => new(x.numbers + y.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 operator -(Simd128 x, Simd128 y) => new(x.numbers - y.numbers);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Of(float number) => new(Vector128.Create(number));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 Load(float* from) => new(Vector128.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Simd128 MultiplyAdd(Simd128 x, Simd128 y, Simd128 z) => new(Vector128.MultiplyAddEstimate(x.numbers, y.numbers, z.numbers));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => numbers.Store(to);
}
