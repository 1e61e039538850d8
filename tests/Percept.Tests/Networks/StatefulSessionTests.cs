using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Networks;

public sealed class StatefulSessionTests
{
    [Fact]
    public void A_state_goes_from_run_to_run_and_only_what_is_sent_and_read_crosses()
    {
        using var session = Counter();
        session.Input("x")[0] = 1;
        session.Send("x");
        session.Input("step").Fill(2);
        session.Send("step");

        for (var run = 0; run < 3; run++) session.Run();

        Assert.Equal(7, session.Output("sum")[0]);
        Assert.Equal(5, session.Crossings);
        Assert.Equal([49f, 36f], session.Look("squares").ToArray());
        session.Run();
        Assert.Equal(9, session.Output("sum")[0]);
    }

    [Fact]
    public void A_twin_has_a_state_of_its_own()
    {
        using var session = Counter();
        session.Input("step").Fill(1);
        session.Send("step");
        using var twin = session.Twin();

        session.Run();
        twin.Run();

        Assert.Equal((1, 0), (session.Output("sum")[0], twin.Output("sum")[0]));
    }

    [Fact]
    public void What_is_disposed_does_not_run()
    {
        var session = Counter();
        session.Dispose();
        session.Dispose();

        Assert.Throws<ObjectDisposedException>(session.Run);
    }

    static StatefulSession Counter()
    {
        var graph = new Graph();
        var (x, step) = (graph.Input("x", ElementType.Float32, [2]), graph.Input("step", ElementType.Float32, [2]));
        var next = x + step;
        return new([("next/x", next), ("sum", next.Slice(0, 0, 1)), ("squares", x * x)], ["sum"], Device.Plain, threads: 1);
    }
}
