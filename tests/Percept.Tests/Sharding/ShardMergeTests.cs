using Percept.Tests.Cli;

namespace Percept.Tests.Sharding;

/// <summary>However the work is divided, the atlas is the one that a single process builds.</summary>
public sealed class ShardMergeTests : IDisposable
{
    readonly PlannedWork work = new();

    public void Dispose() => work.Dispose();

    [Theory, InlineData("--shards", "1"), InlineData("--shards", "4"), InlineData("--images-per-shard", "5")]
    public async Task A_merge_gives_the_bytes_of_one_process(params string[] how)
    {
        var alone = await work.AloneAsync();
        await work.WorkAllAsync(await work.PlanAsync(how));

        var json = (await work.MergeAsync()).Assert(0).Json;

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(alone)), json.GetProperty("content_sha256").GetString());
        Assert.Equal(0, json.GetProperty("missing").GetArrayLength());
        Assert.Equal(alone, work.Merged());
        (await work.MergeAsync()).Assert(0);
        Assert.Equal(alone, work.Merged());
        Assert.Equal([work.Folder["merged.percept"]], Directory.GetFiles(work.Folder.Path, "merged.percept*"));
    }

    [Fact]
    public async Task What_is_finished_is_merged_and_what_is_missing_is_listed()
    {
        var alone = await work.AloneAsync();
        var shards = await work.PlanAsync("--shards", "3");
        foreach (var (shard, images) in new[] { (2, 4), (0, 8) })
        {
            (await work.WorkAsync(shard)).Assert(0);
            var some = (await work.MergeAsync()).Assert(1);
            Assert.Equal(images, some.Json.GetProperty("images").GetInt32());
            Assert.Contains("Shard 1 (matching) is missing: it is not there.", some.Messages);
        }

        Assert.Contains("The images are not all matched yet", (await work.WorkAsync(shards - 1)).Refused(75));
        (await work.WorkAsync(1)).Assert(0);
        for (var shard = shards - 1; shard > 3; shard--) (await work.WorkAsync(shard)).Assert(0);
        (await work.MergeAsync()).Assert(0);
        Assert.Equal(alone, work.Merged());
    }

    [Fact]
    public async Task A_build_goes_on_with_a_merge_of_some_shards()
    {
        var alone = await work.AloneAsync();
        await work.PlanAsync("--shards", "3");
        (await work.WorkAsync(1)).Assert(0);
        (await work.MergeAsync()).Assert(1);

        (await PerceptCommand.RunAsync(work.Alone("merged.percept"))).Assert(0);

        Assert.Equal(alone, work.Merged());
    }

    [Fact]
    public async Task Damaged_and_duplicated_shards_change_nothing()
    {
        var alone = await work.AloneAsync();
        var shards = await work.PlanAsync("--shards", "3");
        await work.WorkAllAsync(shards);
        var (first, second, third) = (work.ShardFile(0), work.ShardFile(1), work.ShardFile(shards - 1));
        var whole = File.ReadAllBytes(second);

        File.WriteAllBytes(first, File.ReadAllBytes(first)[..^20]);
        File.WriteAllBytes(second, [.. whole[..200], (byte)(whole[200] ^ 1), .. whole[201..]]);
        File.Copy(work.ShardFile(2), third, overwrite: true);

        var said = (await work.MergeAsync("other.percept")).Assert(1).Messages;
        Assert.Contains("Shard 0 (matching) is missing: its file is truncated.", said);
        Assert.Contains("Shard 1 (matching) is missing: its file is damaged.", said);
        Assert.Contains($"Shard {shards - 1} (optimising) is missing: its file is that of shard 2, matching.", said);
        await work.WorkAllAsync(shards);
        Assert.Equal(whole, File.ReadAllBytes(second));
        (await work.MergeAsync()).Assert(0);
        Assert.Equal(alone, work.Merged());
    }

    [Fact]
    public async Task A_pool_of_processes_does_the_same()
    {
        var alone = await work.AloneAsync();
        var shards = await work.PlanAsync("--shards", "3");

        var ran = (await PerceptCommand.RunAsync("work", work.Plan, "--all", "--processes", "2", "--json")).Assert(0);

        Assert.Equal(shards, ran.Json.GetProperty("done").GetInt32());
        Assert.Equal(0, (await PerceptCommand.RunAsync("work", work.Plan, "--all", "--json")).Assert(0).Json.GetProperty("done").GetInt32());
        (await work.MergeAsync()).Assert(0);
        Assert.Equal(alone, work.Merged());
    }
}
