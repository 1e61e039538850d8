using System.Buffers;
using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>Hands a graph's large constants to the runtime where they already lie in memory: not copied into a file, which may have 2 GB at most.</summary>
/// <remarks>The runtime may read them as long as the session lives, so they stay where they are until this is disposed.</remarks>
sealed class LargeConstants : IDisposable
{
    const uint ApiVersion = 20;

    static readonly OrtApi api = Api();

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

    static void Add(SessionOptions settings, nint[] names, nint[] addresses, nint[] lengths)
    {
        var add = Marshal.GetDelegateForFunctionPointer<AddExternalInitializers>(api.AddExternalInitializersFromFilesInMemory);
        var status = add(settings.DangerousGetHandle(), names, addresses, lengths, names.Length);
        GC.KeepAlive(settings);
        if (status == 0) return;
        var message = Marshal.PtrToStringUTF8(Marshal.GetDelegateForFunctionPointer<GetErrorMessage>(api.GetErrorMessage)(status));
        Marshal.GetDelegateForFunctionPointer<ReleaseStatus>(api.ReleaseStatus)(status);
        throw new GraphException($"ONNX Runtime does not take the network's weights: {message}");
    }

    static unsafe nint Address(MemoryHandle handle) => (nint)handle.Pointer;

    static OrtApi Api() => Marshal.PtrToStructure<OrtApi>(Marshal.GetDelegateForFunctionPointer<GetApi>(Marshal.PtrToStructure<OrtApiBase>(OrtGetApiBase()).GetApi)(ApiVersion));

    [DllImport("onnxruntime")]
    static extern nint OrtGetApiBase();

    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    delegate nint GetApi(uint version);

    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    delegate nint AddExternalInitializers(nint settings, nint[] names, nint[] addresses, nint[] lengths, nint count);

    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    delegate nint GetErrorMessage(nint status);

    [UnmanagedFunctionPointer(CallingConvention.Winapi)]
    delegate void ReleaseStatus(nint status);
}
