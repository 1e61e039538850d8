using System.Text;
using Google.Protobuf;
using Percept.Onnx.Graphs;
using Percept.Onnx.Protos;

namespace Percept.Tests.Onnx.Graphs;

public sealed class RefusalTests : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("percept").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    static TestModel Small => new TestModel().Input("x", 1, 2, 4, 4).Weight("w", Runtime.Noise(1, 3, 2, 3, 3)).Node("Conv", ["x", "w"], ["h"], name: "conv1").Node("Relu", ["h"], ["y"]).Output("y");

    public static TheoryData<string, byte[]> Files => new()
    {
        { "is empty, not an ONNX model", [] },
        { "is a text, not", Encoding.UTF8.GetBytes("hello, this is a text") },
        { "web page", Encoding.UTF8.GetBytes("\n<!DOCTYPE html><html></html>") },
        { "JSON", Encoding.UTF8.GetBytes("{ \"model\": 1 }") },
        { "git lfs pull", Encoding.UTF8.GetBytes("version https://git-lfs.github.com/spec/v1\noid sha256:1\n") },
        { "is not an ONNX model", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 0x0D] },
        { "cut short", Small.Bytes[..^20] },
        { "opset 6", With(test => test.Proto.OpsetImport[0].Version = 6) },
        { "opset 26", With(test => test.Proto.OpsetImport[0].Version = 26) },
        { "does not say for which opset", With(test => test.Proto.OpsetImport.Clear()) },
        { "its nodes form a cycle", With(test => test.Proto.Graph.Node[0].Input[0] = "y") },
        { "'nobody' at Conv 'conv1', which nothing computes", With(test => test.Proto.Graph.Node[0].Input[0] = "nobody") },
        { "two tensors named 'x'", With(test => test.Proto.Graph.Node[0].Output[0] = "x") },
        { "two constants named 'w'", With(test => test.Proto.Graph.Initializer.Add(test.Proto.Graph.Initializer[0].Clone())) },
        { "promises the output 'nobody'", With(test => test.Output("nobody")) },
        { "The tensor 'w' cannot be read: A shape has the size -3", With(test => test.Proto.Graph.Initializer[0].Dims[0] = -3) },
        { "larger than any memory", With(test => test.Proto.Graph.Initializer[0].Dims.Add([1 << 30, 1 << 30, 1 << 30])) },
        { "needs 432 bytes, but 216 are there", With(test => test.Proto.Graph.Initializer[0].Dims[0] = 6) },
        { "element type 99", With(test => test.Proto.Graph.Initializer[0].DataType = 99) },
        { "Conv 'conv1' cannot take inputs of shape 1x2x4x4, 54", With(test => test.Weight("flat", Tensor.Of([54], new float[54])).Proto.Graph.Node[0].Input[1] = "flat") },
        { "'strides' as a number, where a list of integers belongs", With(test => test.Proto.Graph.Node[0].Attribute.Add(GraphWriter.ToProto("strides", 2f))) },
        { "the length 2", With(test => test.Proto.Graph.Node[0].Attribute.Add(GraphWriter.ToProto("strides", (int[])[2, 2, 2]))) },
        { "must be positive", With(test => test.Proto.Graph.Node[0].Attribute.Add(GraphWriter.ToProto("strides", (int[])[0, 2]))) },
        { "its kernel_shape 5x5", With(test => test.Proto.Graph.Node[0].Attribute.Add(GraphWriter.ToProto("kernel_shape", (int[])[5, 5]))) },
        { "has 1 input; Conv of opset 18 has 2 to 3", With(test => test.Proto.Graph.Node[0].Input.RemoveAt(1)) },
        { "does not fit into 4 pixels", With(test => test.Proto.Graph.Node[0].Attribute.Add(GraphWriter.ToProto("dilations", (int[])[9, 9]))) },
        { "deeper than can be read", With(test => test.Proto.Graph.Node[0].Attribute.Add(Nested(120))) },
        { "in a circle", With(test => Circle(test.Proto)) },
    };

    [Theory, MemberData(nameof(Files))]
    public void What_is_not_a_sound_model_is_refused_in_a_sentence(string expected, byte[] bytes)
    {
        var error = Assert.Throws<GraphException>(() => Model.Parse(bytes, "net.onnx").Build());

        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(nameof(Exception), error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_cut_anywhere_is_refused_or_still_whole()
    {
        var bytes = Small.Bytes;
        for (var length = 0; length < bytes.Length; length++)
            Assert.Throws<GraphException>(() => Model.Parse(bytes[..length], "net.onnx"));
    }

    public static TheoryData<string, string, string?, string?> Places => new()
    {
        { "missing from the model's folder", "absent.bin", null, null },
        { "outside the model's folder", "../secret.bin", null, null },
        { "outside the model's folder", "/etc/passwd", null, null },
        { "outside the model's folder", "a\\..\\..\\secret.bin", null, null },
        { "outside the model's folder", "C:secret.bin", null, null },
        { "link", "symbolic.bin", null, null },
        { "link", "linked/weights.bin", null, null },
        { "is a folder", ".", null, null },
        { "has 216 bytes, but the tensor is said to lie at 1", "weights.bin", "1", null },
        { "not a number of bytes", "weights.bin", "-1", null },
        { "not a number of bytes", "weights.bin", "0x10", null },
        { "has 216 bytes", "weights.bin", "9223372036854775807", null },
        { "hold 9223372036854775807 bytes", "weights.bin", null, "9223372036854775807" },
        { "hold 8 bytes", "weights.bin", null, "8" },
    };

    [Theory, MemberData(nameof(Places))]
    public void Weights_elsewhere_than_beside_the_model_are_refused(string expected, string location, string? offset, string? length)
    {
        File.WriteAllBytes(Path.Join(folder, "weights.bin"), new byte[216]);
        File.CreateSymbolicLink(Path.Join(folder, "symbolic.bin"), Path.Join(folder, "weights.bin"));
        Directory.CreateSymbolicLink(Path.Join(folder, "linked"), folder);

        Assert.Contains(expected, Assert.Throws<GraphException>(() => Model.Load(External(location, offset, length))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_beside_the_model_are_read()
    {
        var weights = Runtime.Noise(1, 3, 2, 3, 3);
        File.WriteAllBytes(Path.Join(folder, "weights.bin"), [1, 2, 3, 4, .. weights.Bytes.Span]);

        Assert.Equal(weights.Bytes.ToArray(), Model.Load(External("weights.bin", "4", "216")).Build().Find("w")!.Constant!.Bytes.ToArray());
    }

    [Fact]
    public void A_file_with_a_second_name_and_a_pipe_are_refused()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Hard links and pipes are made with Linux' own tools.");
        File.WriteAllBytes(Path.Join(folder, "weights.bin"), new byte[216]);
        System.Diagnostics.Process.Start("ln", [Path.Join(folder, "weights.bin"), Path.Join(folder, "second.bin")]).WaitForExit();
        System.Diagnostics.Process.Start("mkfifo", [Path.Join(folder, "pipe.bin")]).WaitForExit();

        Assert.Contains("second name", Assert.Throws<GraphException>(() => Model.Load(External("second.bin"))).Message, StringComparison.Ordinal);
        Assert.Contains("pipe.bin", Assert.Throws<GraphException>(() => Model.Load(External("pipe.bin"))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Files_that_are_not_there_or_too_large_are_refused()
    {
        var huge = Path.Join(folder, "huge.onnx");
        using (var file = File.Create(huge)) file.SetLength(3L << 30);

        Assert.Contains("There is no file", Assert.Throws<GraphException>(() => Model.Load(Path.Join(folder, "none.onnx"))).Message, StringComparison.Ordinal);
        Assert.Contains("is a folder", Assert.Throws<GraphException>(() => Model.Load(folder)).Message, StringComparison.Ordinal);
        Assert.Contains("over 2 GB", Assert.Throws<GraphException>(() => Model.Load(huge)).Message, StringComparison.Ordinal);
    }

    string External(string location, string? offset = null, string? length = null)
    {
        var test = Small;
        var tensor = test.Proto.Graph.Initializer[0];
        (tensor.RawData, tensor.DataLocation) = (ByteString.Empty, TensorProto.Types.DataLocation.External);
        tensor.ClearRawData();
        foreach (var (key, value) in new[] { ("location", location), ("offset", offset), ("length", length) })
            if (value is not null) tensor.ExternalData.Add(new StringStringEntryProto { Key = key, Value = value });
        var path = Path.Join(folder, "model.onnx");
        File.WriteAllBytes(path, test.Bytes);
        return path;
    }

    static byte[] With(Action<TestModel> change)
    {
        var test = Small;
        change(test);
        return test.Bytes;
    }

    static AttributeProto Nested(int depth) => new()
    {
        Name = "body",
        Type = AttributeProto.Types.AttributeType.Graph,
        G = new() { Node = { new NodeProto { OpType = "Loop", Output = { $"o{depth}" }, Attribute = { depth > 0 ? new[] { Nested(depth - 1) } : [] } } } },
    };

    static void Circle(ModelProto model)
    {
        model.Functions.Add(new FunctionProto { Name = "F", Domain = "mine", Input = { "a" }, Output = { "b" }, Node = { new NodeProto { OpType = "F", Domain = "mine", Input = { "a" }, Output = { "b" } } } });
        (model.Graph.Node[1].OpType, model.Graph.Node[1].Domain) = ("F", "mine");
    }
}
