using System.Reflection;
using Microsoft.ML.OnnxRuntime;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Tests.Networks.Lowerings;
using Percept.Tests.Onnx.Gradients;

namespace Percept.Tests.Networks;

/// <summary>Every network runs on every device, and gives the same numbers.</summary>
public sealed class DeviceTests
{
    /// <summary>Every case that a rule of an operator is checked on.</summary>
    public static TheoryData<OpCase> Cases => [.. typeof(OpCase).Assembly.GetTypes().Where(type => type.Namespace == "Percept.Tests.Onnx.Operators")
        .Select(type => type.GetProperty("Cases", BindingFlags.Static | BindingFlags.Public)?.GetValue(null)).OfType<IEnumerable<TheoryDataRow<OpCase>>>().SelectMany(cases => cases).Select(each => each.Data)];

    [Theory, MemberData(nameof(Cases))]
    public void An_operator_and_its_gradients_are_the_same_on_both_devices(OpCase each)
    {
        var (graph, random) = (new Graph(), new Random(each.Seed));
        Value[] ys = [.. each.Emit(graph, random).Where(y => y.Type.IsFloat())];
        var xs = graph.Inputs.ToArray();
        var loss = ys.Select((y, i) => (y * graph.Input($"dY{i}", ElementType.Float32, y.Shape)).Sum([], keepDims: false)).Aggregate((sum, next) => sum + next);
        (string Name, Value Value)[] outputs = [.. ys.Select((y, i) => ($"y{i}", y)), .. Gradient.Of(loss, xs).Select((dX, i) => ($"dX{i}", dX))];

        using var plain = new Session(outputs, Device.Plain, threads: 1);
        using var fast = new Session(outputs, Device.Cpu, threads: 1);
        foreach (var input in plain.Inputs)
        {
            (input.StartsWith('x') ? each.Operands[int.Parse(input[1..], null)].Draw(random) : GradientCheck.Normal(random, plain.Input(input).Length)).CopyTo(plain.Input(input));
            if (fast.Inputs.Contains(input)) plain.Input(input).CopyTo(fast.Input(input));
        }

        plain.Run();
        fast.Run();

        foreach (var (name, _) in outputs) Lowered.Near(plain.Output(name), fast.Output(name), 2e-6);
    }

    [Fact]
    public void A_graph_without_our_rules_runs_in_any_runtime()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [1, 4, 9, 9]);
        var y = graph.Emit("MaxPool", [graph.Emit("DepthToSpace", [x], new() { ["blocksize"] = 2 })], new() { ["kernel_shape"] = (int[])[3, 3], ["strides"] = (int[])[2, 2] });

        using var runtime = new InferenceSession(GraphWriter.Write(graph, [("dX", Gradient.Of(y, [x])[0])]));
    }

    [Fact]
    public void Devices_have_names() => Assert.Equal(["cpu", "plain"], ((Device[])[Device.Cpu, Device.Plain]).Select(device => device.ToString()));
}
