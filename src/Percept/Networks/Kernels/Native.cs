using System.Runtime.InteropServices;
using System.Text;
using Microsoft.ML.OnnxRuntime;

namespace Percept.Networks.Kernels;

/// <summary>The functions of ONNX Runtime's C interface that Percept needs and its managed library keeps to itself.</summary>
/// <remarks>Source: onnxruntime_c_api.h. A function returns a status, which is null where all went well.</remarks>
static unsafe partial class Native
{
    /// <summary>The version of the interface whose structures are declared here.</summary>
    internal const uint Version = 20;

    static readonly OrtApi api = Marshal.PtrToStructure<OrtApi>(((delegate* unmanaged<uint, IntPtr>)OrtGetApiBase()->GetApi)(Version));

    internal static IntPtr AttributeIntegers(IntPtr info, byte* name, long* list, nuint* count) => ((delegate* unmanaged<IntPtr, byte*, long*, nuint*, IntPtr>)api.KernelInfoGetAttributeArray_int64)(info, name, list, count);

    internal static IntPtr GetConstant(IntPtr info, nuint index, int* isConstant, IntPtr* value) =>
        ((delegate* unmanaged<IntPtr, nuint, int*, IntPtr*, IntPtr>)api.KernelInfoGetConstantInput_tensor)(info, index, isConstant, value);

    internal static IntPtr GetInput(IntPtr context, nuint index, IntPtr* value) => ((delegate* unmanaged<IntPtr, nuint, IntPtr*, IntPtr>)api.KernelContext_GetInput)(context, index, value);

    internal static IntPtr GetOutput(IntPtr context, nuint index, long* sizes, nuint rank, IntPtr* value) =>
        ((delegate* unmanaged<IntPtr, nuint, long*, nuint, IntPtr*, IntPtr>)api.KernelContext_GetOutput)(context, index, sizes, rank, value);

    internal static IntPtr GetData(IntPtr value, float** start) => ((delegate* unmanaged<IntPtr, float**, IntPtr>)api.GetTensorMutableData)(value, start);

    internal static IntPtr ParallelFor(IntPtr context, delegate* unmanaged<IntPtr, nuint, void> work, nuint count, nuint batches, IntPtr data) =>
        ((delegate* unmanaged<IntPtr, delegate* unmanaged<IntPtr, nuint, void>, nuint, nuint, IntPtr, IntPtr>)api.KernelContext_ParallelFor)(context, work, count, batches, data);

    internal static IntPtr CreateDomain(byte* name, IntPtr* domain) => ((delegate* unmanaged<byte*, IntPtr*, IntPtr>)api.CreateCustomOpDomain)(name, domain);

    internal static IntPtr AddOperator(IntPtr domain, IntPtr definition) => ((delegate* unmanaged<IntPtr, IntPtr, IntPtr>)api.CustomOpDomain_Add)(domain, definition);

    internal static IntPtr AddDomain(IntPtr options, IntPtr domain) => ((delegate* unmanaged<IntPtr, IntPtr, IntPtr>)api.AddCustomOpDomain)(options, domain);

    internal static IntPtr AddConstants(IntPtr options, IntPtr* names, IntPtr* addresses, IntPtr* lengths, nuint count) =>
        ((delegate* unmanaged<IntPtr, IntPtr*, IntPtr*, IntPtr*, nuint, IntPtr>)api.AddExternalInitializersFromFilesInMemory)(options, names, addresses, lengths, count);

    /// <summary>A status that carries an exception's message across native code.</summary>
    internal static IntPtr StatusOf(Exception error)
    {
        const int Fail = 1;
        fixed (byte* message = Encoding.UTF8.GetBytes(error.Message + '\0')) return ((delegate* unmanaged<int, byte*, IntPtr>)api.CreateStatus)(Fail, message);
    }

    /// <summary>Throws what a status reports.</summary>
    internal static void Check(IntPtr status)
    {
        if (status == IntPtr.Zero) return;
        var message = Marshal.PtrToStringUTF8(((delegate* unmanaged<IntPtr, IntPtr>)api.GetErrorMessage)(status));
        ((delegate* unmanaged<IntPtr, void>)api.ReleaseStatus)(status);
        throw new InvalidOperationException(message);
    }

    /// <summary>How many elements a tensor has.</summary>
    internal static long CountOf(IntPtr value)
    {
        IntPtr info;
        nuint count;
        Check(((delegate* unmanaged<IntPtr, IntPtr*, IntPtr>)api.GetTensorTypeAndShape)(value, &info));
        var status = ((delegate* unmanaged<IntPtr, nuint*, IntPtr>)api.GetTensorShapeElementCount)(info, &count);
        ((delegate* unmanaged<IntPtr, void>)api.ReleaseTensorTypeAndShapeInfo)(info);
        Check(status);
        return checked((long)count);
    }

    /// <summary>Runs one piece of a kernel's work.</summary>
    [UnmanagedCallersOnly]
    internal static void RunPiece(IntPtr task, nuint index) => ((KernelRun.Task)GCHandle.FromIntPtr(task).Target!).Run((int)index);

    [LibraryImport("onnxruntime")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial OrtApiBase* OrtGetApiBase();
}
