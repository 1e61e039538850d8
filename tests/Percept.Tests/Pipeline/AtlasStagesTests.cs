using Percept.Building;
using Percept.Pipeline;

namespace Percept.Tests.Pipeline;

public sealed class AtlasStagesTests
{
    [Fact]
    public void Every_stage_stands_behind_those_that_it_reads()
    {
        var before = (Stages)0;
        foreach (var stage in AtlasStages.All)
        {
            Assert.True(before.HasFlag(stage.Needs), $"{stage.Name} needs {stage.Needs}, and only {before} stand before it.");
            before |= stage.Part;
        }
    }

    [Fact]
    public void The_stages_are_all_parts_of_an_atlas_each_with_a_name_of_its_own()
    {
        Assert.Equal(Stages.All & ~Stages.Layers, AtlasStages.All.Aggregate((Stages)0, (all, stage) => all | stage.Part));
        Assert.Equal(AtlasStages.All.Count, AtlasStages.All.Select(stage => stage.Part).Distinct().Count());
        Assert.Equal(AtlasStages.All.Count, AtlasStages.All.Select(stage => stage.Name).Distinct().Count());
    }
}
