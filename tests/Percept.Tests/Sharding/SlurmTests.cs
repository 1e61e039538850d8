using System.Diagnostics;
using Percept.Cli;
using Percept.Tests.Cli;

namespace Percept.Tests.Sharding;

/// <summary>A real Slurm of two nodes: whatever it loses, the atlas is the one that a single process builds.</summary>
public sealed class SlurmTests : IDisposable
{
    readonly PlannedWork work = new();

    public void Dispose() => work.Dispose();

    [Fact]
    public async Task Killed_workers_and_nodes_and_damaged_shards_change_nothing()
    {
        SlurmCluster.Require();
        var alone = await work.AloneAsync();
        var shards = await work.PlanAsync("--images-per-shard", "2", "--units-per-shard", "2");
        Assert.True(shards > 2 * SlurmCluster.MaxArraySize, "There are fewer tasks than several arrays hold.");
        using var cluster = await SlurmCluster.StartAsync(work.Folder["slurm/x"][..^2]);

        using (var submitting = Submit(cluster))
        {
            var ended = PerceptCommand.EndAsync(submitting);

            var worker = await RunningAsync(_ => true);
            Kill(worker.Id);
            var onSecond = await RunningAsync(task => task.Node == "n2" && task.Id != worker.Id);
            // The step's own daemon would report the end of the task for the node's.
            cluster.Daemon("n2").Kill();
            Kill(onSecond.Parent);
            Kill(onSecond.Id);
            // A task is requeued once its node is given up; only then does the node come back.
            while (!(await cluster.AskAsync("sinfo", "-h", "-n", "n2", "-o", "%T")).StartsWith("down", StringComparison.Ordinal)) await Task.Delay(200, TestContext.Current.CancellationToken);
            cluster.StartNode("n2");

            (await ended).Assert(0);
        }

        Assert.Equal(alone, work.Merged());
        var history = await File.ReadAllTextAsync(cluster.JobHistory, TestContext.Current.CancellationToken);
        Assert.Contains("NodeList=n1", history);
        Assert.Contains("NodeList=n2", history);
        Assert.Contains(Logs(), log => File.ReadLines(log).Count(line => line.StartsWith("on ", StringComparison.Ordinal)) > 1);

        File.WriteAllBytes(work.ShardFile(1), File.ReadAllBytes(work.ShardFile(1))[..100]);
        File.Copy(work.ShardFile(2), work.ShardFile(5), overwrite: true);
        File.Delete(work.Folder["merged.percept"]);
        var before = Logs().Length;

        using (var submitting = Submit(cluster)) (await PerceptCommand.EndAsync(submitting)).Assert(0);

        Assert.Equal(alone, work.Merged());
        // Two shards in arrays of their own, and another merge.
        Assert.Equal(before + 3, Logs().Length);
    }

    Process Submit(SlurmCluster cluster) => cluster.Start("dotnet", typeof(CommandLine).Assembly.Location, "submit", work.Plan, "--slurm", "-o", work.Folder["merged.percept"]);

    string[] Logs() => Directory.GetFiles(Path.Combine(work.Plan, "slurm", "log"));

    async Task<(int Id, int Parent, string Node)> RunningAsync(Func<(int Id, int Parent, string Node), bool> wanted)
    {
        for (var waited = Stopwatch.StartNew(); waited.Elapsed < TimeSpan.FromMinutes(2); await Task.Delay(20, TestContext.Current.CancellationToken))
            foreach (var task in SlurmCluster.Workers(work.Plan))
                if (wanted(task)) return task;
        throw new InvalidOperationException("No such task ever ran.");
    }

    static void Kill(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has ended by itself.
        }
    }
}
