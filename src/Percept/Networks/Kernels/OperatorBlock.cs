using System.Runtime.InteropServices;

namespace Percept.Networks.Kernels;

/// <summary>An operator as ONNX Runtime's C interface wants it: a block of function addresses, followed by what is our own.</summary>
/// <remarks>The first part is <c>OrtCustomOp</c> of onnxruntime_c_api.h, version 20; a function that is null is optional.</remarks>
[StructLayout(LayoutKind.Sequential)]
unsafe struct OperatorBlock
{
    uint version;
    IntPtr createKernel;
    delegate* unmanaged<OperatorBlock*, IntPtr> getName;
    delegate* unmanaged<OperatorBlock*, IntPtr> getExecutionProvider;
    delegate* unmanaged<OperatorBlock*, nuint, int> getInputType;
    delegate* unmanaged<OperatorBlock*, nuint> getInputCount;
    delegate* unmanaged<OperatorBlock*, nuint, int> getOutputType;
    delegate* unmanaged<OperatorBlock*, nuint> getOutputCount;
    IntPtr compute;
    delegate* unmanaged<IntPtr, void> destroy;
    delegate* unmanaged<OperatorBlock*, nuint, int> getInputCharacteristic;
    delegate* unmanaged<OperatorBlock*, nuint, int> getOutputCharacteristic;
    delegate* unmanaged<OperatorBlock*, nuint, int> getInputMemory;
    delegate* unmanaged<OperatorBlock*, int> getVariadicInputArity;
    delegate* unmanaged<OperatorBlock*, int> getVariadicInputHomogeneity;
    delegate* unmanaged<OperatorBlock*, int> getVariadicOutputArity;
    delegate* unmanaged<OperatorBlock*, int> getVariadicOutputHomogeneity;
    delegate* unmanaged<OperatorBlock*, IntPtr, IntPtr, IntPtr*, IntPtr> createKernelV2;
    delegate* unmanaged<IntPtr, IntPtr, IntPtr> computeV2;
    IntPtr inferShape;
    delegate* unmanaged<OperatorBlock*, int> getStartVersion;
    delegate* unmanaged<OperatorBlock*, int> getEndVersion;
    IntPtr getMayInplace, releaseMayInplace, getAliasMap, releaseAliasMap;

    IntPtr definition, name;

    /// <summary>A block that is never freed, since sessions read it as long as they live.</summary>
    internal static IntPtr Create(KernelDefinition definition)
    {
        var block = (OperatorBlock*)NativeMemory.AllocZeroed((nuint)sizeof(OperatorBlock));
        *block = new()
        {
            version = Native.Version,
            getName = &Name,
            getExecutionProvider = &None,
            getInputType = &Float,
            getInputCount = &InputCount,
            getOutputType = &Float,
            getOutputCount = &OutputCount,
            destroy = &Destroy,
            getInputCharacteristic = &Zero,
            getOutputCharacteristic = &Zero,
            getInputMemory = &Zero,
            getVariadicInputArity = &Whole,
            getVariadicInputHomogeneity = &Whole,
            getVariadicOutputArity = &Whole,
            getVariadicOutputHomogeneity = &Whole,
            createKernelV2 = &CreateKernel,
            computeV2 = &Compute,
            getStartVersion = &Whole,
            getEndVersion = &Last,
            definition = GCHandle.ToIntPtr(GCHandle.Alloc(definition)),
            name = Marshal.StringToCoTaskMemUTF8(definition.Name),
        };
        return (IntPtr)block;
    }

    KernelDefinition Definition => (KernelDefinition)GCHandle.FromIntPtr(definition).Target!;

    [UnmanagedCallersOnly]
    static IntPtr Name(OperatorBlock* block) => block->name;

    [UnmanagedCallersOnly]
    static IntPtr None(OperatorBlock* block) => IntPtr.Zero;

    /// <remarks>ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT.</remarks>
    [UnmanagedCallersOnly]
    static int Float(OperatorBlock* block, nuint index) => 1;

    [UnmanagedCallersOnly]
    static nuint InputCount(OperatorBlock* block) => (nuint)block->Definition.Inputs;

    [UnmanagedCallersOnly]
    static nuint OutputCount(OperatorBlock* block) => (nuint)block->Definition.Outputs;

    /// <remarks>Required inputs and outputs, in ordinary memory.</remarks>
    [UnmanagedCallersOnly]
    static int Zero(OperatorBlock* block, nuint index) => 0;

    [UnmanagedCallersOnly]
    static int Whole(OperatorBlock* block) => 1;

    [UnmanagedCallersOnly]
    static int Last(OperatorBlock* block) => int.MaxValue;

    [UnmanagedCallersOnly]
    static IntPtr CreateKernel(OperatorBlock* block, IntPtr api, IntPtr info, IntPtr* kernel)
    {
        try
        {
            *kernel = GCHandle.ToIntPtr(GCHandle.Alloc(block->Definition.Create(new(info))));
            return IntPtr.Zero;
        }
        catch (Exception error)
        {
            return Native.StatusOf(error);
        }
    }

    [UnmanagedCallersOnly]
    static IntPtr Compute(IntPtr kernel, IntPtr context)
    {
        try
        {
            ((Kernel)GCHandle.FromIntPtr(kernel).Target!).Compute(new(context));
            return IntPtr.Zero;
        }
        catch (Exception error)
        {
            return Native.StatusOf(error);
        }
    }

    [UnmanagedCallersOnly]
    static void Destroy(IntPtr kernel)
    {
        var handle = GCHandle.FromIntPtr(kernel);
        ((Kernel)handle.Target!).Dispose();
        handle.Free();
    }
}
