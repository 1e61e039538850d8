using System.Text;
using Microsoft.ML.OnnxRuntime;
using Percept.Onnx.Graphs;

namespace Percept.Networks.Kernels;

/// <summary>Makes our kernels known to sessions, through ONNX Runtime's interface for custom operators.</summary>
static unsafe class CustomOperators
{
    static readonly KernelDefinition[] all =
    [
        MaxPoolGradient.Definition, Interleave.Definition, Summary.Definition, Convolution.Definition, Convolution.WithBias, ConvolutionInputGradient.Definition,
        ConvolutionWeightGradient.Definition, BatchNormalization.Definition, BatchNormalizationGradient.Definition, ReluGradient.Definition,
        WinogradRule.Definition, WinogradRule.WithBias, WinogradRule.WithSum,
    ];

    /// <summary>Made once and kept: the runtime reads it as long as any session lives.</summary>
    static readonly IntPtr domain = CreateDomain();

    /// <summary>Loads the runtime's library beside some work, such as reading a model, which takes as long.</summary>
    /// <remarks>It is loaded when this returns or throws: a process that ends while the library is still being set up on another thread dies of it.</remarks>
    internal static T LoadBeside<T>(Func<T> work)
    {
        var loading = Task.Run(() => domain);
        try
        {
            return work();
        }
        finally
        {
            // What went wrong in loading is for whoever makes a session.
            ((IAsyncResult)loading).AsyncWaitHandle.WaitOne();
        }
    }

    /// <summary>Lets sessions made with these options run our operators.</summary>
    internal static void AddTo(SessionOptions options) => Native.Check(Native.AddDomain(options.DangerousGetHandle(), domain));

    static IntPtr CreateDomain()
    {
        OpenRuntime();
        IntPtr created;
        fixed (byte* name = Encoding.UTF8.GetBytes(OwnOperators.Domain + '\0')) Native.Check(Native.CreateDomain(name, &created));
        foreach (var definition in all) Native.Check(Native.AddOperator(created, OperatorBlock.Create(definition)));
        Announce(created);
        return created;
    }

    /// <summary>Opens the runtime without logging: errors are exceptions.</summary>
    static void OpenRuntime()
    {
        // Whoever uses the runtime beside Percept has opened it their own way.
        var silent = new EnvironmentCreationOptions { logId = nameof(Percept), logLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        if (!OrtEnv.IsCreated) OrtEnv.CreateInstanceWithOptions(ref silent);
        OrtEnv.Instance().DisableTelemetryEvents();
    }

    /// <remarks>The runtime notes a new domain when a first session is made with it, and fails where two are made at once.</remarks>
    static void Announce(IntPtr created)
    {
        var graph = new Graph();
        var negative = -graph.Input("x", ElementType.Float32, [1]);
        using var options = new SessionOptions();
        Native.Check(Native.AddDomain(options.DangerousGetHandle(), created));
        using var session = new InferenceSession(GraphWriter.Write(graph, [("y", negative)]), options);
    }
}

/// <summary>What the runtime has to know of an operator.</summary>
/// <param name="Name">Its name in our domain.</param>
/// <param name="Inputs">How many inputs it has.</param>
/// <param name="Create">Makes the kernel of a node.</param>
/// <param name="Outputs">How many outputs it has.</param>
sealed record KernelDefinition(string Name, int Inputs, Func<KernelSettings, Kernel> Create, int Outputs = 1);
