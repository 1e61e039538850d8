using Percept.Atlases;

namespace Percept.Building;

/// <summary>A part of an atlas: what finds it and keeps it.</summary>
interface IStage
{
    /// <summary>Which part, as options choose it.</summary>
    Stages Part { get; }

    /// <summary>Its name, as progress, reports and what is missing say it.</summary>
    string Name { get; }

    /// <summary>The parts that it reads; they stand before it in the list.</summary>
    Stages Needs => 0;

    /// <summary>Whether it waits until no shard of the others is missing: what takes long and does not change as shards come in is found once, by whoever joins the last.</summary>
    bool WaitsForShards => false;

    /// <summary>Does what is not done yet.</summary>
    /// <param name="build">What it works on.</param>
    /// <param name="run">Says how far it is and what is missing, and ends it.</param>
    Task RunAsync(BuildContext build, StageRun run);

    /// <summary>What it found in one sentence, for the atlas's summary; null where it found nothing, or nothing that is summed up.</summary>
    string? Summary(Atlas atlas) => null;
}
