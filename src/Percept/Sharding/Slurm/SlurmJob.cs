using Percept.Files;
using static System.FormattableString;

namespace Percept.Sharding.Slurm;

/// <summary>How jobs are submitted.</summary>
sealed record SlurmOptions
{
    /// <summary>The partition; the cluster's usual one where null.</summary>
    public string? Partition { get; init; }

    /// <summary>Processors for a task.</summary>
    public int Processors { get; init; } = 1;

    /// <summary>Further options for sbatch.</summary>
    public IReadOnlyList<string> More { get; init; } = [];
}

/// <summary>A job, or a job array, that does some shards or merges.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Array">The indices of its tasks as sbatch takes them; null for a single job.</param>
/// <param name="Command">The command that a task runs.</param>
sealed record SlurmJob(string Name, string? Array, string Command)
{
    /// <summary>The arrays that do some shards of a stage: as many as MaxArraySize makes necessary, each with indices from 0.</summary>
    internal static IEnumerable<SlurmJob> Of(string stage, IEnumerable<int> shards, int maxArraySize, string work) => shards.GroupBy(shard => shard / maxArraySize * maxArraySize)
        .Select(group => new SlurmJob(Invariant($"percept-{stage}-{group.Key}"), Ranges([.. group.Select(shard => shard - group.Key).Order()]), Invariant($"exec {work} --offset {group.Key}")));

    /// <summary>The job's script.</summary>
    /// <param name="options">How it is submitted.</param>
    /// <param name="logs">The folder for what tasks say.</param>
    internal string Script(SlurmOptions options, string logs) => string.Join('\n', [
        "#!/bin/bash",
        $"#SBATCH --job-name={Name}",
        "#SBATCH --requeue",
        "#SBATCH --open-mode=append",
        "#SBATCH --signal=B:TERM@120",
        Invariant($"#SBATCH --cpus-per-task={options.Processors}"),
        $"#SBATCH --output=\"{logs.Replace("%", "%%", StringComparison.Ordinal)}/{(Array is null ? "%x-%j" : "%x-%A_%a")}.out\"",
        .. options.Partition is { } partition ? [$"#SBATCH --partition={partition}"] : Enumerable.Empty<string>(),
        Invariant($"export DOTNET_PROCESSOR_COUNT=\"${{SLURM_CPUS_PER_TASK:-{options.Processors}}}\""),
        "echo \"on ${SLURMD_NODENAME:-$HOSTNAME}\"",
        Command, ""]);

    /// <summary>What sbatch is given.</summary>
    internal IReadOnlyList<string> Arguments(SlurmOptions options, string script, IReadOnlyCollection<string> after) =>
    [
        .. Array is null ? Enumerable.Empty<string>() : [$"--array={Array}"],
        // Whatever became of the tasks before: what is missing is found out by what is there.
        .. after.Count == 0 ? Enumerable.Empty<string>() : [$"--dependency=afterany:{string.Join(':', after)}"],
        .. options.More, script,
    ];

    /// <summary>A command line for a shell.</summary>
    internal static string CommandLine(IEnumerable<string> words) => string.Join(' ', words.Select(ShellText.Quote));

    static string Ranges(int[] sorted)
    {
        var ranges = new List<(int First, int Last)>();
        foreach (var index in sorted)
            if (ranges is [.., var last] && last.Last == index - 1) ranges[^1] = (last.First, index);
            else ranges.Add((index, index));
        return string.Join(',', ranges.Select(range => range.First == range.Last ? Invariant($"{range.First}") : Invariant($"{range.First}-{range.Last}")));
    }
}
