using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Networks;

public sealed class SessionTests
{
    [Fact]
    public void A_session_disposed_of_twice_leaves_its_twin_alone()
    {
        var graph = new Graph();
        var first = new Session([("y", graph.Input("x", ElementType.Float32, [1]) * 3)]);
        using var twin = first.Twin();
        using var third = twin.Twin();

        first.Dispose();
        first.Dispose();
        third.Dispose();
        third.Dispose();

        Assert.Throws<ObjectDisposedException>(first.Run);
        Assert.Throws<ObjectDisposedException>(first.Twin);
        twin.Input("x")[0] = 2;
        twin.Run();
        Assert.Equal(6, twin.Output("y")[0]);
    }

    /// <summary>Products too small for a normal float are the same on every thread: of the runtime's making or the caller's, first or later.</summary>
    [Fact]
    public void Tiny_numbers_are_the_same_however_the_work_is_divided()
    {
        const int Count = 1 << 20;
        var graph = new Graph();
        var y = graph.Input("x", ElementType.Float32, [Count]) * 1e-10;
        var tiny = 1e-30f * 1e-10f;

        for (var threads = 1; threads <= 3; threads++)
        {
            using var session = new Session([("y", y)], threads: threads);
            session.Input("x").Fill(1e-30f);
            var caller = new Thread(session.Run);
            caller.Start();
            caller.Join();
            Assert.Equal(Count, session.Output("y").Count(tiny));
            session.Run();
            Assert.Equal(Count, session.Output("y").Count(tiny));
        }

        Assert.NotEqual(0, tiny);
    }
}
