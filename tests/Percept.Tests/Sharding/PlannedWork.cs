using Percept.Tests.Cli;
using Percept.Tests.Imaging;

namespace Percept.Tests.Sharding;

/// <summary>A small network, a dozen images, and what the commands on them are.</summary>
sealed class PlannedWork : IDisposable
{
    public static readonly string[] Wanted = ["--size=32", "--units", "2", "--steps", "6"];

    public PlannedWork(int images = 12)
    {
        (Model, Images) = (TinyNetwork.Write(Folder), TinyNetwork.Images(Folder, images));
    }

    public TemporaryFolder Folder { get; } = new();

    public string Model { get; }

    public string Images { get; }

    public string Plan => Folder["plan"];

    /// <summary>The command that builds an atlas alone.</summary>
    public string[] Alone(string atlas) => ["atlas", Model, "--images", Images, .. Wanted, "-o", Folder[atlas]];

    /// <summary>The bytes of the atlas that one process builds undisturbed.</summary>
    public async Task<byte[]> AloneAsync()
    {
        var ran = await PerceptCommand.RunAsync(Alone("alone.percept"));
        // With few images there are no eigenimages, which is a finding.
        Assert.True(ran.Code is 0 or 1, ran.Messages);
        return File.ReadAllBytes(Folder["alone.percept"]);
    }

    /// <summary>Plans; gives how many shards there are.</summary>
    public async Task<int> PlanAsync(params string[] how) =>
        (await PerceptCommand.RunAsync(["plan", Model, "--images", Images, .. Wanted, .. how, "-o", Plan, "--json"])).Assert(0).Json.GetProperty("shards").GetInt32();

    public async Task<Ran> WorkAsync(int shard) => await PerceptCommand.RunAsync("work", Plan, "--shard", $"{shard}");

    /// <summary>Does every shard.</summary>
    public async Task WorkAllAsync(int shards)
    {
        for (var i = 0; i < shards; i++) (await WorkAsync(i)).Assert(0);
    }

    public Task<Ran> MergeAsync(string atlas = "merged.percept") => PerceptCommand.RunAsync("merge", Plan, "-o", Folder[atlas], "--json");

    public byte[] Merged(string atlas = "merged.percept") => File.ReadAllBytes(Folder[atlas]);

    public string ShardFile(int shard) => Directory.GetFiles(Path.Combine(Plan, "shards"), $"*-{shard:00000}.shard").Single();

    public void Dispose() => Folder.Dispose();
}
