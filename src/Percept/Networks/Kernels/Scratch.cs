using System.Buffers;
using System.Runtime.InteropServices;

namespace Percept.Networks.Kernels;

/// <summary>Memory of a kernel for as long as it computes; what it holds at first is anything.</summary>
readonly unsafe struct Scratch : IDisposable
{
    /// <summary>What is fetched from memory together; a vector that does not begin with it is fetched twice.</summary>
    internal const int Line = 64;

    readonly float[] numbers;
    readonly GCHandle handle;

    internal Scratch(int length)
    {
        numbers = ArrayPool<float>.Shared.Rent(Padded(length));
        handle = GCHandle.Alloc(numbers, GCHandleType.Pinned);
    }

    internal float* Start => Aligned((float*)handle.AddrOfPinnedObject());

    /// <summary>How many numbers to ask for, to have so many behind <see cref="Aligned"/>.</summary>
    internal static int Padded(int length) => length + (Line / sizeof(float));

    /// <summary>The first address from one on where vectors are best read.</summary>
    internal static float* Aligned(float* start) => (float*)(((nint)start + Line - 1) / Line * Line);

    public void Dispose()
    {
        handle.Free();
        ArrayPool<float>.Shared.Return(numbers);
    }
}
