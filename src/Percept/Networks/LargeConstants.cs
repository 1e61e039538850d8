using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>Hands a graph's large constants to the runtime where they already lie in memory: not copied into a file, which may have 2 GB at most.</summary>
/// <remarks>The runtime may read them as long as the session lives, so they stay where they are until this is disposed.</remarks>
sealed class LargeConstants : IDisposable
{
    readonly List<MemoryHandle> pinned = [];

    /// <param name="constants">The constants by the names of the files the model expects them in.</param>
    /// <param name="settings">The settings of the session to be made.</param>
    internal LargeConstants(IReadOnlyList<(string File, Tensor Tensor)> constants, SessionOptions settings)
    {
        if (constants.Count == 0) return;
        var names = new nint[constants.Count];
        try
        {
            for (var i = 0; i < names.Length; i++) names[i] = OperatingSystem.IsWindows() ? Marshal.StringToHGlobalUni(constants[i].File) : Marshal.StringToCoTaskMemUTF8(constants[i].File);
            foreach (var (_, tensor) in constants) pinned.Add(tensor.Bytes.Pin());
            Add(settings, names, [.. pinned.Select(Address)], [.. constants.Select(constant => (nint)constant.Tensor.Bytes.Length)]);
        }
        finally
        {
            foreach (var name in names)
                if (OperatingSystem.IsWindows()) Marshal.FreeHGlobal(name);
                else Marshal.FreeCoTaskMem(name);
        }
    }

    public void Dispose()
    {
        foreach (var handle in pinned) handle.Dispose();
        pinned.Clear();
    }

    static unsafe void Add(SessionOptions settings, nint[] names, nint[] addresses, nint[] lengths)
    {
        fixed (nint* name = names, address = addresses, length = lengths) Native.Check(Native.AddConstants(settings.DangerousGetHandle(), name, address, length, (nuint)names.Length));
        GC.KeepAlive(settings);
    }

    static unsafe nint Address(MemoryHandle handle) => (nint)handle.Pointer;
}
