using FsCheck.Xunit;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Tests.Networks;

public sealed class SummaryTests
{
    static readonly float[] odd = [0, -0f, 1, 1, -1, float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.Epsilon, 3e38f];

    [Property(MaxTest = 60)]
    public void A_summary_is_what_looking_at_each_number_finds(int seed)
    {
        var random = new Random(seed);
        var (channels, height, width) = (random.Next(1, 40), random.Next(1, 20), random.Next(1, 20));
        var form = random.Next(3);
        Shape shape = form switch { 0 => [2, channels, height, width], 1 => [2, height * width, channels], _ => [2, channels] };
        if (form == 2) (height, width) = (1, 1);
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, shape);
        using var session = new Session([("y", (x * 1f).Summary())], seed % 2 == 0 ? Device.Cpu : Device.Plain, threads: 1);
        var strange = random.Next(3) == 0;
        foreach (ref var number in session.Input("x")) number = strange && random.Next(4) == 0 ? odd[random.Next(odd.Length)] : random.Next(-5, 6) / 2f;

        session.Run();

        var input = session.Input("x");
        var area = height * width;
        for (var image = 0; image < 2; image++)
        {
            var found = Summaries.Read(session.Output("y").Slice(image * channels * UnitSummary.Numbers, channels * UnitSummary.Numbers));
            for (var unit = 0; unit < channels; unit++)
            {
                var expected = UnitSummary.None;
                for (var place = 0; place < area; place++)
                    expected = expected.With(input[form == 0 ? (((image * channels) + unit) * area) + place : (((image * area) + place) * channels) + unit], place);
                Assert.Equal(expected with { Max = expected.Max + 0f, Min = expected.Min + 0f }, found[unit]);
                Assert.False(float.IsNegative(found[unit].Max) && found[unit].Max == 0, "Zero has no sign.");
            }
        }
    }
}
