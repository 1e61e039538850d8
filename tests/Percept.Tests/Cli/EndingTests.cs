using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Cli;

/// <summary>However early a process ends, the runtime that it loads beside other work is whole by then: it ends with its own code and words.</summary>
public sealed class EndingTests : IDisposable
{
    /// <summary>Without waiting for the runtime, 17 of 60 ended by SIGABRT or SIGSEGV.</summary>
    const int Times = 16;

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public Task After_a_refusal() => EndsAsync(3, "inspect", folder.Write("x.onnx", new TestModel().Input("x", 1, 10).Node("Relu", ["x"], ["y"]).Output("y").Bytes));

    [Fact]
    public async Task After_finding_everything_done()
    {
        string[] command = ["match", TinyNetwork.Write(folder), "--images", TinyNetwork.Images(folder, 2), "--size=32", "-o", folder["a.percept"]];
        (await PerceptCommand.RunAsync(command)).Assert(0);

        await EndsAsync(0, command);
    }

    static Task EndsAsync(int code, params string[] command) => Parallel.ForAsync(0, Times, TestContext.Current.CancellationToken, async (_, _) =>
    {
        var ran = (await PerceptCommand.RunProcessAsync(command)).Assert(code);
        Assert.DoesNotContain("onnxruntime", ran.Messages, StringComparison.Ordinal);
    });
}
