using FsCheck.Xunit;
using Percept.Onnx.ReceptiveFields;

namespace Percept.Tests.Onnx.ReceptiveFields;

public sealed class IndexSetTests
{
    [Property]
    public void Sets_of_runs_behave_as_sets_of_numbers(sbyte[] a, sbyte[] b)
    {
        var (x, y) = (Set(a), Set(b));

        Assert.Equal(a.Select(i => (int)i).Distinct().Order(), x);
        Assert.Equal(x.Distinct().Count(), x.Count);
        Assert.Equal(a.Union(b).Select(i => (int)i).Order(), x.Union(y));
        Assert.Equal(a.Intersect(b).Select(i => (int)i).Order(), x.Intersect(y));
        Assert.Equal(x.Where(i => i is >= 0 and < 40), x.Clip(40));
        Assert.Equal(x.Select(i => i + 3), x.Shift(3));
        Assert.Equal(x.Select(i => i / 4).Distinct().Order(), x.Map(i => i / 4));
        Assert.Equal(x.Union(y).GetHashCode(), y.Union(x).GetHashCode());
        Assert.Equal(x.Union(y), y.Union(x));
    }

    [Fact]
    public void Neighbouring_runs_are_one()
    {
        var set = IndexSet.Of([(5, 6), (0, 2), (3, 3), (9, 8)]);

        Assert.Equal([(0, 3), (5, 6)], set.Runs);
        Assert.Equal("0..3, 5..6", set.ToString());
        Assert.True(set.Union(IndexSet.Of(4)).Fills(7));
        Assert.True(IndexSet.Range(3, 2).IsEmpty);
    }

    static IndexSet Set(sbyte[] members) => IndexSet.Of(members.Select(member => ((int)member, (int)member)));
}
