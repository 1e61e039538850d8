using System.Buffers;
using System.Runtime.InteropServices;

namespace Percept.Networks.Kernels;

/// <summary>Memory of a kernel for as long as it computes; what it holds at first is anything.</summary>
readonly unsafe struct Scratch : IDisposable
{
    readonly float[] numbers;
    readonly GCHandle handle;

    internal Scratch(int length)
    {
        numbers = ArrayPool<float>.Shared.Rent(length);
        handle = GCHandle.Alloc(numbers, GCHandleType.Pinned);
    }

    internal float* Start => (float*)handle.AddrOfPinnedObject();

    public void Dispose()
    {
        handle.Free();
        ArrayPool<float>.Shared.Return(numbers);
    }
}
