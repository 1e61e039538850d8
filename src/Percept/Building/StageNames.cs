namespace Percept.Building;

/// <summary>The names of the stages, as progress, reports and what is missing say them.</summary>
static class StageNames
{
    /// <summary>The name of one stage.</summary>
    internal static string Of(Stages stage) => stage switch
    {
        Stages.Effective => "effective crops",
        Stages.Optimization => "optimising",
        _ => stage.ToString().ToLowerInvariant(),
    };
}
