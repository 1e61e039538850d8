using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using Percept.Building;

namespace Percept.Sharding.Slurm;

/// <summary>What is asked of Slurm, through its commands alone; the accounting, which many clusters do without, is never asked.</summary>
static partial class SlurmCommands
{
    /// <summary>What Slurm's arrays are limited to where nobody changed it.</summary>
    internal const int UsualArraySize = 1001;

    /// <summary>Above every index that a job array may have.</summary>
    internal static async Task<int> MaxArraySizeAsync(CancellationToken cancellationToken) =>
        MaxArraySize().Match(await RunAsync("scontrol", ["show", "config"], cancellationToken).ConfigureAwait(false)) is { Success: true } found ? int.Parse(found.Groups[1].Value, CultureInfo.InvariantCulture) : UsualArraySize;

    /// <summary>Submits a job and gives its id.</summary>
    internal static async Task<string> SubmitAsync(IEnumerable<string> arguments, CancellationToken cancellationToken) =>
        (await RunAsync("sbatch", ["--parsable", .. arguments], cancellationToken).ConfigureAwait(false)).Trim().Split(';')[0];

    /// <summary>Those of some jobs that wait or run, with how many of their tasks do.</summary>
    /// <remarks>All of this user's jobs are listed: asked for a job that it has forgotten, squeue fails.</remarks>
    internal static async Task<IReadOnlyDictionary<string, int>> AliveAsync(IReadOnlyCollection<string> jobs, CancellationToken cancellationToken) =>
        (await RunAsync("squeue", ["--me", "--noheader", "--array", "--format=%F|%T"], cancellationToken).ConfigureAwait(false))
            .Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Trim().Split('|')[0]).Where(jobs.Contains).CountBy(job => job).ToDictionary();

    static async Task<string> RunAsync(string name, IEnumerable<string> arguments, CancellationToken cancellationToken)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
            var (data, said) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
            await process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
            return process.ExitCode == 0 ? await data.ConfigureAwait(false)
                : throw new BuildException($"Slurm's {name} failed: {(await said.ConfigureAwait(false)).Trim().ReplaceLineEndings(" ")}. Finished shards are kept; run the same command again when Slurm answers.", canRetry: true);
        }
        catch (Win32Exception error)
        {
            throw new BuildException($"Slurm's {name} is not on this machine. Submit from a login node of the cluster, or do the shards here with `percept work PLANDIR --all`.", inner: error);
        }
    }

    [GeneratedRegex(@"^MaxArraySize\s*=\s*(\d+)", RegexOptions.Multiline)]
    private static partial Regex MaxArraySize();
}
