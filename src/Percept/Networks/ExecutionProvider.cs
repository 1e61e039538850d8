using Microsoft.ML.OnnxRuntime;

namespace Percept.Networks;

/// <summary>A part of ONNX Runtime that runs graphs on something else than the CPU.</summary>
/// <param name="Name">What the device is called here.</param>
/// <param name="RuntimeName">What the runtime calls it.</param>
/// <param name="IsChosen">Whether it is taken where the user leaves the choice: what it lacks it computes on the CPU without being slow.</param>
/// <param name="Needs">What a build and a machine must have, in a sentence.</param>
/// <param name="AddTo">Makes sessions run there.</param>
sealed record ExecutionProvider(string Name, string RuntimeName, bool IsChosen, string Needs, Action<SessionOptions> AddTo)
{
    internal static IReadOnlyList<ExecutionProvider> All { get; } =
    [
        new("cuda", "CUDAExecutionProvider", IsChosen: true, "Build Percept with -p:OnnxRuntime=Gpu on a machine with an NVIDIA GPU, CUDA 13 and cuDNN 9 (docs/devices.md).", Cuda),
        new("dml", "DmlExecutionProvider", IsChosen: true, "Build Percept with -p:OnnxRuntime=DirectML on Windows with a DirectX 12 GPU (docs/devices.md).", settings => settings.AppendExecutionProvider_DML()),
        new("coreml", "CoreMLExecutionProvider", IsChosen: false, "It comes with the build for macOS (docs/devices.md).", settings => settings.AppendExecutionProvider("CoreML")),
    ];

    /// <summary>Why sessions cannot run there, and what to do; null where they can.</summary>
    internal string? WhyNot()
    {
        if (!OrtEnv.Instance().GetAvailableProviders().Contains(RuntimeName)) return $"This build of Percept has no device '{Name}'. {Needs} --device=cpu always works.";
        try
        {
            using var settings = new SessionOptions();
            AddTo(settings);
            return null;
        }
        catch (Exception error) when (error is OnnxRuntimeException or EntryPointNotFoundException)
        {
            return $"The device '{Name}' cannot be used on this machine: {error.Message.ReplaceLineEndings(" ").TrimEnd(' ', '.')}. {Needs} --device=cpu always works.";
        }
    }

    /// <remarks>TensorFloat-32 keeps 10 bits of a number's 23: gradients through many layers would show it.</remarks>
    static void Cuda(SessionOptions settings)
    {
        using var options = new OrtCUDAProviderOptions();
        options.UpdateOptions(new() { ["use_tf32"] = "0" });
        settings.AppendExecutionProvider_CUDA(options);
    }
}
