using System.Diagnostics;
using Percept.Cli;
using Percept.Tests.Cli;

namespace Percept.Tests.Sharding;

/// <summary>A scheduler that notes what it is asked, and runs tasks at once: what is submitted, and what is done about tasks that come to nothing.</summary>
public sealed class RecordedSlurmTests : IDisposable
{
    const string Scheduler = """
        #!/bin/bash
        # sbatch, squeue and scontrol; the third array that is submitted loses its tasks.
        cd "$(dirname "$0")"
        name=$(basename "$0")
        echo "$name $*" >> asked
        case $name in
            scontrol) echo "MaxArraySize            = 4" ;;
            squeue) [ ! -e waiting ] || { cat waiting; rm waiting; } ;;
            sbatch)
                job=$(( $(cat last 2>/dev/null || echo 0) + 1 )); echo $job > last; echo "$job|PENDING" > waiting
                for word in "$@"; do case $word in --array=*) array=${word#--array=} ;; esac; done
                script=${!#}
                if [ -z "$array" ]; then bash "$script" > "log.$job" 2>&1
                elif [ $job != 3 ]; then
                    for range in ${array//,/ }; do for index in $(seq ${range%-*} ${range#*-}); do SLURM_ARRAY_TASK_ID=$index bash "$script" > "log.$job.$index" 2>&1; done; done
                fi
                echo "$job;cluster" ;;
        esac
        """;

    readonly PlannedWork work = new(images: 6);

    public void Dispose() => work.Dispose();

    [Fact]
    public async Task Arrays_stay_below_MaxArraySize_and_only_what_is_missing_is_submitted_again()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "The scheduler is a script for bash.");
        var alone = await work.AloneAsync();
        await work.PlanAsync("--images-per-shard", "1", "--units-per-shard", "6");

        var ran = await SubmitAsync();

        Assert.True(ran.Code is 0 or 1, ran.Messages);
        Assert.Equal(alone, work.Merged());
        var asked = File.ReadAllLines(work.Folder["bin/asked"]).Where(line => line.StartsWith("sbatch", StringComparison.Ordinal)).Select(line => line.Replace(work.Plan, "PLAN", StringComparison.Ordinal)).ToArray();
        Assert.Equal(
        [
            "sbatch --parsable --array=0-3 PLAN/slurm/percept-matching-0.sh",
            "sbatch --parsable --array=0-1 PLAN/slurm/percept-matching-4.sh",
            "sbatch --parsable --array=2 --dependency=afterany:1:2 PLAN/slurm/percept-joining-4.sh",
            "sbatch --parsable --array=3 --dependency=afterany:3 PLAN/slurm/percept-optimising-4.sh",
            "sbatch --parsable --dependency=afterany:4 PLAN/slurm/percept-merge.sh",
        ], asked[..5]);
        Assert.DoesNotContain(File.ReadAllLines(work.Folder["bin/asked"]), line => line.StartsWith("sacct", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_dry_run_shows_what_would_be_submitted()
    {
        await work.PlanAsync("--shards", "2");

        var lines = (await PerceptCommand.RunAsync("submit", work.Plan, "--slurm", "--dry-run", "--partition", "night", "--cpus", "3", "--sbatch=--time=1:00:00")).Assert(0).Data.Trim().Split('\n');

        Assert.Equal(4, lines.Length);
        Assert.StartsWith("sbatch --parsable --array=0-1 --time=1:00:00 ", lines[0]);
        Assert.Contains("--dependency=afterany:ID-OF-percept-matching-0 ", lines[1]);
        var script = File.ReadAllText(Path.Combine(work.Plan, "slurm", "percept-matching-0.sh"));
        Assert.Contains("#SBATCH --partition=night\n", script);
        Assert.Contains("#SBATCH --cpus-per-task=3\n", script);
        Assert.Contains("#SBATCH --requeue\n", script);
        Assert.Contains("exec ", script);
    }

    [Fact]
    public async Task Without_Slurm_a_sentence_says_so()
    {
        await work.PlanAsync("--shards", "2");
        Directory.CreateDirectory(work.Folder["none/x"]);

        Assert.Contains("is not on this machine", (await SubmitAsync(path: work.Folder["none"])).Refused());
    }

    async Task<Ran> SubmitAsync(string? path = null)
    {
        if (path is null && !OperatingSystem.IsWindows())
        {
            foreach (var name in (string[])["sbatch", "squeue", "scontrol"])
                File.SetUnixFileMode(work.Folder.Write($"bin/{name}", System.Text.Encoding.UTF8.GetBytes(Scheduler)), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, "submit", work.Plan, "--slurm", "-o", work.Folder["merged.percept"]]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PATH"] = path ?? $"{work.Folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}";
        using var process = Process.Start(start)!;
        return await PerceptCommand.EndAsync(process);
    }
}
