using System.Globalization;
using Percept.Building;

namespace Percept.Sharding;

/// <summary>Which shard a process is to do, as a scheduler tells its tasks in the environment.</summary>
static class ShardIndex
{
    /// <summary>The variables that are looked at, in this order, and what each scheduler counts from.</summary>
    public static IReadOnlyList<(string Name, int From)> Variables { get; } =
        [("SLURM_ARRAY_TASK_ID", 0), ("JOB_COMPLETION_INDEX", 0), ("AWS_BATCH_JOB_ARRAY_INDEX", 0), ("SGE_TASK_ID", 1), ("PBS_ARRAY_INDEX", 0)];

    /// <summary>The index of this task, from 0; null outside of any array.</summary>
    /// <param name="variable">Reads a variable of the environment.</param>
    /// <exception cref="BuildException">A variable holds something else than an index.</exception>
    public static int? From(Func<string, string?> variable)
    {
        foreach (var (name, from) in Variables)
        {
            // Grid Engine says "undefined" to jobs that are not in an array.
            if (variable(name) is not { Length: > 0 } text || text == "undefined") continue;
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index >= from ? index - from
                : throw new BuildException($"The environment's {name} is '{text}', where an index from {from} up is expected. Say which shard to do with --shard.");
        }

        return null;
    }
}
