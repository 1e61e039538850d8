using FsCheck.Xunit;
using Percept.Demo;
using Percept.Imaging;
using Percept.Matching;

namespace Percept.Tests.Matching;

public sealed class EnergyMapTests
{
    [Property]
    public void The_effective_box_is_the_smallest_that_holds_enough(int seed)
    {
        var random = new Random(seed);
        var energy = Enumerable.Range(0, 30).Select(_ => random.NextSingle() is var x && x < 0.7 ? 0 : x).ToArray();
        var found = new EnergyMap(energy, 5, 6).Effective();

        var boxes = from top in Enumerable.Range(0, 5)
                    from left in Enumerable.Range(0, 6)
                    from bottom in Enumerable.Range(top + 1, 5 - top)
                    from right in Enumerable.Range(left + 1, 6 - left)
                    let box = new Box(top, left, bottom - top, right - left)
                    where Within(box) >= 0.95 * energy.Sum(x => (double)x) && energy.Any(x => x > 0)
                    orderby box.Height * box.Width
                    select box;
        Assert.Equal(boxes.Select(box => (int?)(box.Height * box.Width)).FirstOrDefault(), found is { } effective ? effective.Height * effective.Width : null);

        double Within(Box box) => Enumerable.Range(0, 30).Where(i => i / 6 >= box.Top && i / 6 < box.Bottom && i % 6 >= box.Left && i % 6 < box.Right).Sum(i => (double)energy[i]);
    }

    [Fact]
    public void The_effective_crop_of_a_unit_lies_within_what_it_can_see()
    {
        var network = DemoNetwork.Faces.Load();
        var layer = network.Find("re_lu_6");
        using var sensitivity = new UnitGradient(network, layer);
        var picture = Picture.ReadFitted(DemoNetwork.Faces.Images[0].Path, 256, 256).ToColor();
        var (box, reach) = (sensitivity.Of(picture, 0, layer.Height / 2, layer.Width / 2).Effective(), network.ReceptiveField(layer, layer.Height / 2, layer.Width / 2));

        if (box is not { } effective) return;
        Assert.True(effective.Top >= reach.Top && effective.Left >= reach.Left && effective.Bottom <= reach.Bottom && effective.Right <= reach.Right);
    }
}
