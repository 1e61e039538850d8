using System.Diagnostics;
using Percept.Tests.Cli;

namespace Percept.Tests.Sharding;

/// <summary>kill -9 at random moments of every stage: the same command goes on, and ends with the bytes of an undisturbed run.</summary>
public sealed class KilledBuildTests
{
    // A moment may be missed, but not always.
    const int Kills = 50, MostRuns = 150;

    /// <summary>What is said as each stage ends; the next one is under way from then on.</summary>
    static readonly string[] moments = ["", "filters: done", "matching: done", "effective crops: done", "optimising: done", "trust: done", "links: done", "levels: done", "eigenimages: done", "explanations: done", "figure: done"];

    [Fact]
    public async Task An_atlas_is_killed_50_times()
    {
        using var work = new PlannedWork();
        var alone = await work.AloneAsync();
        var (random, finished, killed) = (new Random(1), 0, new int[moments.Length]);
        for (var run = 0; killed.Sum() < Kills; run++)
        {
            Assert.True(run < MostRuns, $"Of {run} runs only {killed.Sum()} were killed: {Told()}.");
            var moment = run % moments.Length;
            if (await KillAsync(work.Alone("a.percept"), moments[moment], random)) killed[moment]++;
            else Finished();
        }

        Assert.DoesNotContain(0, killed);
        if (File.Exists(work.Folder["a.percept"])) await FinishAsync();
        Assert.True(finished > 0);
        TestContext.Current.TestOutputHelper!.WriteLine($"Killed {Told()}; finished {finished} times in between.");

        string Told() => string.Join(", ", moments.Zip(killed, (name, count) => $"{count} times after '{name}'"));

        async Task FinishAsync()
        {
            (await PerceptCommand.RunAsync(work.Alone("a.percept"))).Assert(0);
            Finished();
        }

        void Finished()
        {
            Assert.Equal(alone, File.ReadAllBytes(work.Folder["a.percept"]));
            File.Delete(work.Folder["a.percept"]);
            finished++;
        }
    }

    [Fact]
    public async Task Workers_and_merges_are_killed_too()
    {
        using var work = new PlannedWork();
        var alone = await work.AloneAsync();
        var shards = await work.PlanAsync("--shards", "2");
        var random = new Random(3);
        for (var kills = 0; kills < 24; kills++)
        {
            var shard = kills % (shards + 1);
            await KillAsync(shard < shards ? ["work", work.Plan, "--shard", $"{shard}"] : ["merge", work.Plan, "-o", work.Folder["merged.percept"]], "", random);
        }

        await work.WorkAllAsync(shards);
        (await work.MergeAsync()).Assert(0);

        Assert.Equal(alone, work.Merged());
    }

    /// <summary>Runs the command and kills it some time after it says something.</summary>
    /// <returns>Whether it was killed; else it came to its end.</returns>
    static async Task<bool> KillAsync(string[] command, string moment, Random random)
    {
        using var process = PerceptCommand.Start(command);
        var cancellationToken = TestContext.Current.CancellationToken;
        var reading = process.StandardOutput.ReadToEndAsync(cancellationToken);
        if (moment.Length == 0) await Task.Delay(random.Next(50, 900), cancellationToken);
        else
        {
            while (await process.StandardError.ReadLineAsync(cancellationToken) is { } line && !line.StartsWith(moment, StringComparison.Ordinal)) ;
            var wait = Stopwatch.StartNew();
            var time = TimeSpan.FromMilliseconds(random.NextDouble() * (moment.StartsWith("filters", StringComparison.Ordinal) || moment.StartsWith("matching", StringComparison.Ordinal) ? 400 : 25));
            while (wait.Elapsed < time && !process.HasExited) Thread.Sleep(1);
        }

        process.Kill();
        await process.WaitForExitAsync(cancellationToken);
        await reading;
        if (process.ExitCode == 137) return true;
        var said = await process.StandardError.ReadToEndAsync(cancellationToken);
        Assert.True(process.ExitCode is 0 or 75, $"It ended with {process.ExitCode} after '{moment}': {said}");
        return false;
    }
}
