using System.Numerics.Tensors;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Visualization;
using Percept.Visualization.OnDevice;

namespace Percept.Tests.Visualization.OnDevice;

/// <summary>Views as a graph are those of the host.</summary>
public sealed class DeviceViewTests
{
    const int Batch = 2, Channels = 3, Height = 60, Width = 52;

    static readonly Dictionary<string, IReadOnlyList<Transform>> lists = new()
    {
        ["none"] = [],
        ["standard"] = Transform.Standard(96),
        ["small"] = Transform.Standard(32),
        ["turned"] = [new RandomRotate(40), new Jitter(5)],
        ["enlarged"] = [new Jitter(9), new RandomScale(1.5, 2.6)],
        ["far"] = [new RandomScale(0.6, 0.7), new Jitter(20)],
        ["pad"] = [new Pad(0.25), new Jitter(12), new RandomScale(0.7, 1.2), new RandomRotate(30)],
    };

    public static TheoryData<string> Kinds => [.. lists.Keys];

    [Theory, MemberData(nameof(Kinds))]
    public void A_view_and_its_adjoint_are_those_of_the_host(string kind)
    {
        var (transforms, graph) = (lists[kind], new Graph());
        var (image, dView) = (graph.Input("image", ElementType.Float32, [Batch, Channels, Height, Width]), graph.Input("dView", ElementType.Float32, [Batch, Channels, Height, Width]));
        var numbers = graph.Input("numbers", ElementType.Float32, [Batch, DeviceView.Numbers]);
        var device = new DeviceView(transforms, ViewBounds.Of(transforms, Height, Width)!.Value, Height, Width);
        using var session = new Session([("view", device.Forward(image, numbers)), ("dImage", device.Adjoint(image, dView, numbers))], Device.Plain, threads: 1);
        var host = new RandomView(transforms, Channels, Height, Width);
        const int Size = Channels * Height * Width;

        for (var draw = 0; draw < 6; draw++)
        {
            foreach (var name in (string[])["image", "dView"])
                foreach (ref var number in session.Input(name)) number = Random.Shared.NextSingle();
            for (var i = 0; i < Batch; i++) DeviceView.Write(RandomView.Map(transforms, new((draw * Batch) + i), Height, Width, 0.5), session.Input("numbers")[(i * DeviceView.Numbers)..]);

            session.Run();

            for (var i = 0; i < Batch; i++)
            {
                var (view, dImage) = (new float[Size], new float[Size]);
                host.Draw(new((draw * Batch) + i), 0.5);
                host.Forward(session.Input("image").Slice(i * Size, Size), view);
                host.Adjoint(session.Input("dView").Slice(i * Size, Size), dImage);
                Near(view, session.Output("view").Slice(i * Size, Size));
                Near(dImage, session.Output("dImage").Slice(i * Size, Size));
            }
        }
    }

    [Fact]
    public void What_does_something_else_than_shift_scale_and_turn_has_no_bounds()
    {
        Assert.Null(ViewBounds.Of([new Jitter(3), new CropBox()], Height, Width));
        Assert.Null(ViewBounds.Of([new Noise(0.1)], Height, Width));
    }

    [Fact]
    public void No_draw_reaches_beyond_its_bounds()
    {
        foreach (var transforms in lists.Values)
        {
            var bounds = ViewBounds.Of(transforms, Height, Width)!.Value;
            for (var seed = 0; seed < 400; seed++)
            {
                var map = RandomView.Map(transforms, new(seed), Height, Width, 0);
                foreach (var (y, x) in (ReadOnlySpan<(double, double)>)[(-(Height - 1) / 2.0, -(Width - 1) / 2.0), (-(Height - 1) / 2.0, (Width - 1) / 2.0), ((Height - 1) / 2.0, -(Width - 1) / 2.0), ((Height - 1) / 2.0, (Width - 1) / 2.0)])
                {
                    Assert.True(Math.Abs((map.Yy * y) + (map.Yx * x) + map.Y0) <= ((Height - 1) / 2.0) + bounds.Beyond.Rows + 1e-6);
                    Assert.True(Math.Abs((map.Xy * y) + (map.Xx * x) + map.X0) <= ((Width - 1) / 2.0) + bounds.Beyond.Columns + 1e-6);
                }
            }
        }
    }

    static void Near(ReadOnlySpan<float> expected, ReadOnlySpan<float> found)
    {
        var difference = new float[expected.Length];
        TensorPrimitives.Subtract(expected, found, difference);
        Assert.InRange(TensorPrimitives.MaxMagnitude<float>(difference), -1e-3f, 1e-3f);
    }
}
