using Microsoft.ML.OnnxRuntime;
using Percept.Networks.Kernels;
using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>A part of ONNX Runtime that runs graphs on something else than the CPU.</summary>
/// <param name="Name">What the device is called here.</param>
/// <param name="RuntimeName">What the runtime calls it.</param>
/// <param name="IsChosen">Whether it is taken where the user leaves the choice: what it lacks it computes on the CPU without being slow.</param>
/// <param name="Needs">What a build and a machine must have, in a sentence.</param>
/// <param name="AddTo">Makes sessions run there.</param>
/// <param name="MemoryName">What the runtime calls the memory there; null where tensors between two runs are in the host's.</param>
sealed record ExecutionProvider(string Name, string RuntimeName, bool IsChosen, string Needs, Action<SessionOptions> AddTo, string? MemoryName = null)
{
    readonly Lazy<OrtMemoryInfo> memory = new(() => MemoryName is null ? OrtMemoryInfo.DefaultInstance : new(MemoryName, OrtAllocatorType.DeviceAllocator, 0, OrtMemType.Default));

    internal static IReadOnlyList<ExecutionProvider> All { get; } =
    [
        new("cuda", "CUDAExecutionProvider", IsChosen: true, "Build Percept with -p:OnnxRuntime=Gpu on a machine with an NVIDIA GPU, CUDA 13 and cuDNN 9 (docs/devices.md).", Cuda, "Cuda"),
        new("dml", "DmlExecutionProvider", IsChosen: true, "It needs ONNX Runtime's DirectML package in place of the common one, on Windows with a DirectX 12 GPU (docs/devices.md).", DirectMl),
        new("coreml", "CoreMLExecutionProvider", IsChosen: false, "It comes with the build for macOS (docs/devices.md).", settings => settings.AppendExecutionProvider("CoreML")),
    ];

    /// <summary>Where tensors are between two runs.</summary>
    internal OrtMemoryInfo Memory => memory.Value;

    /// <summary>Why sessions cannot run there, and what to do; null where they can.</summary>
    internal string? WhyNot()
    {
        // First, so that the runtime is opened as all sessions open it: silent.
        using var settings = new SessionOptions { LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL };
        CustomOperators.AddTo(settings);
        if (!OrtEnv.Instance().GetAvailableProviders().Contains(RuntimeName)) return $"This build of Percept has no device '{Name}'. {Needs} --device=cpu always works.";
        try
        {
            AddTo(settings);
            // A machine may have all libraries and nothing that they drive.
            var graph = new Graph();
            using var session = new InferenceSession(GraphWriter.Write(graph, [("y", -graph.Input("x", ElementType.Float32, [1]))]), settings);
            return null;
        }
        catch (Exception error) when (error is OnnxRuntimeException or EntryPointNotFoundException)
        {
            return $"The device '{Name}' cannot be used on this machine: {Reason(error.Message)}. {Needs} --device=cpu always works.";
        }
    }

    /// <summary>What the runtime says, without where in its source it says so.</summary>
    static string Reason(string message) => message[(message.LastIndexOf(" : ", StringComparison.Ordinal) is var at and >= 0 ? at + 3 : 0)..].ReplaceLineEndings(" ").TrimEnd(' ', '.');

    /// <remarks>
    /// TensorFloat-32 keeps 10 bits of a number's 23: gradients through many layers would show it. Convolutions are chosen by rule: those that a trial
    /// finds fastest are others each time, and so would be the bytes of pictures.
    /// </remarks>
    static void Cuda(SessionOptions settings)
    {
        using var options = new OrtCUDAProviderOptions();
        options.UpdateOptions(new() { ["use_tf32"] = "0", ["cudnn_conv_algo_search"] = "HEURISTIC" });
        settings.AppendExecutionProvider_CUDA(options);
    }

    /// <remarks>The provider asks for this.</remarks>
    static void DirectMl(SessionOptions settings)
    {
        settings.EnableMemoryPattern = false;
        settings.AppendExecutionProvider_DML();
    }
}
