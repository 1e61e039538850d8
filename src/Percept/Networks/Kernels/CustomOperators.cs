using System.Text;
using Microsoft.ML.OnnxRuntime;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Kernels;

/// <summary>Makes our kernels known to sessions, through ONNX Runtime's interface for custom operators.</summary>
static unsafe class CustomOperators
{
    static readonly KernelDefinition[] all = [MaxPoolGradient.Definition, Interleave.Definition];

    /// <summary>Made once and kept: the runtime reads it as long as any session lives.</summary>
    static readonly IntPtr domain = CreateDomain();

    /// <summary>Lets sessions made with these options run our operators.</summary>
    internal static void AddTo(SessionOptions options) => Native.Check(Native.AddDomain(options.DangerousGetHandle(), domain));

    static IntPtr CreateDomain()
    {
        IntPtr created;
        fixed (byte* name = Encoding.UTF8.GetBytes(OwnOperators.Domain + '\0')) Native.Check(Native.CreateDomain(name, &created));
        foreach (var definition in all) Native.Check(Native.AddOperator(created, OperatorBlock.Create(definition)));
        return created;
    }
}

/// <summary>What the runtime has to know of an operator.</summary>
/// <param name="Name">Its name in our domain.</param>
/// <param name="Inputs">How many inputs it has.</param>
/// <param name="Create">Makes the kernel of a node.</param>
sealed record KernelDefinition(string Name, int Inputs, Func<KernelSettings, Kernel> Create);
