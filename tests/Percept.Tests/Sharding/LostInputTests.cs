using System.Diagnostics;
using Percept.Atlases;
using Percept.Cli;
using Percept.Tests.Cli;

namespace Percept.Tests.Sharding;

/// <summary>A disk that is full, images that break, vanish or change, and folders that disappear.</summary>
public sealed class LostInputTests : IDisposable
{
    readonly PlannedWork work = new();

    public void Dispose() => work.Dispose();

    [Theory, InlineData(16), InlineData(48), InlineData(96)]
    public async Task A_full_disk_is_told_and_gone_on_after(int kibibytes)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || !File.Exists("/bin/bash"), "The size of files is limited by bash.");
        var alone = await work.AloneAsync();
        var shards = await work.PlanAsync("--shards", "2");

        foreach (var command in new[] { work.Alone("a.percept"), ["merge", work.Plan, "-o", work.Folder["m.percept"]] })
        {
            if (command[0] == "merge") await work.WorkAllAsync(shards);
            // With the signal ignored a write beyond the limit fails, as it does on a full disk.
            var ran = await RunAsync("/bin/bash", ["-c", $"trap '' XFSZ; ulimit -f {kibibytes}; export DOTNET_EnableWriteXorExecute=0; exec \"$@\"", "-", "dotnet", typeof(CommandLine).Assembly.Location, .. command]);
            Assert.True(ran.Code == 75, $"{ran.Code} {ran.Messages}");
            Assert.Contains("Free some space", ran.Messages);

            (await PerceptCommand.RunAsync(command)).Assert(0);
            Assert.Equal(alone, File.ReadAllBytes(command[^1]));
        }

        Assert.DoesNotContain(Directory.GetFiles(work.Folder.Path), file => file.EndsWith(".part", StringComparison.Ordinal) || file.EndsWith(".sealing", StringComparison.Ordinal));
    }

    [Theory, InlineData(24), InlineData(120)]
    public async Task A_file_system_without_room_is_told_and_gone_on_after_once_it_has_grown(int kibibytes)
    {
        Assert.SkipUnless(await MayMountAsync(), "A small file system cannot be mounted here: it takes Linux with unprivileged namespaces.");
        var alone = await work.AloneAsync();
        Directory.CreateDirectory(work.Folder["disk"]);
        const string script = """
            mount -t tmpfs -o size="$1"k tmpfs "$2" || exit 98
            disk=$2; shift 2
            "$@"; code=$?
            mount -o remount,size=64m "$disk" || exit 98
            "$@" 2> /dev/null && cp "$disk/a.percept" "$disk.percept" || exit 99
            exit $code
            """;

        var ran = await RunAsync("unshare", ["-rm", "/bin/sh", "-c", script, "-", $"{kibibytes}", work.Folder["disk"], "dotnet", typeof(CommandLine).Assembly.Location, .. work.Alone("disk/a.percept")]);

        Assert.True(ran.Code == 75, $"{ran.Code} {ran.Messages}");
        Assert.Contains("Free some space", ran.Messages);
        Assert.Equal(alone, File.ReadAllBytes(work.Folder["disk.percept"]));
    }

    static async Task<bool> MayMountAsync() => OperatingSystem.IsLinux() && File.Exists("/usr/bin/unshare")
        && (await RunAsync("unshare", ["-rm", "/bin/sh", "-c", "mount -t tmpfs -o size=1m tmpfs /mnt"])).Code == 0;

    static async Task<Ran> RunAsync(string program, IEnumerable<string> arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        return await PerceptCommand.EndAsync(process);
    }

    [Fact]
    public async Task Images_that_break_vanish_or_change_after_planning_are_listed()
    {
        work.Folder.Write("images/bomb.svg", "<svg xmlns='http://www.w3.org/2000/svg' width='100000' height='100000'/>"u8.ToArray());
        work.Folder.Write("images/broken.png", [137, 80, 78, 71, 1, 2, 3]);
        var shards = await work.PlanAsync("--shards", "3");
        (await work.WorkAsync(0)).Assert(0);
        File.Delete(work.Folder["images/scene 10.png"]);
        File.Copy(work.Folder["images/scene 01.png"], work.Folder["images/scene 11.png"], overwrite: true);
        for (var shard = 1; shard < shards; shard++) (await work.WorkAsync(shard)).Assert(0);

        var skipped = (await work.MergeAsync()).Assert(1).Json.GetProperty("skipped").EnumerateArray().ToDictionary(file => file.GetProperty("file").GetString()!, file => file.GetProperty("reason").GetString()!);

        Assert.Equal(["bomb.svg", "broken.png", "scene 10.png", "scene 11.png"], skipped.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("It is gone since", skipped["scene 10.png"]);
        Assert.StartsWith("It has changed: it had ", skipped["scene 11.png"]);
        // One process that was begun with the same list skips the same.
        using (var atlas = Atlas.OpenRead(work.Folder["merged.percept"])) Assert.NotNull(atlas.ImageList());
        (await PerceptCommand.RunAsync(work.Alone("merged.percept"))).Assert(1);
    }

    [Fact]
    public async Task A_folder_of_images_that_disappears_is_waited_for()
    {
        var shards = await work.PlanAsync("--shards", "2");
        Directory.Move(work.Images, work.Folder["away"]);
        Assert.Contains("has disappeared", (await work.WorkAsync(0)).Refused(75));

        // What a share leaves that is not mounted.
        Directory.CreateDirectory(work.Images);
        Assert.Contains("has disappeared", (await work.WorkAsync(0)).Refused(75));
        Directory.Delete(work.Images);

        (await PerceptCommand.RunAsync("work", work.Plan, "--shard", "0", "--images", work.Folder["away"])).Assert(0);
        Directory.Move(work.Folder["away"], work.Images);
        await work.WorkAllAsync(shards);
        (await work.MergeAsync()).Assert(0);
    }

    [Fact]
    public async Task A_second_run_on_an_atlas_waits_and_then_refuses()
    {
        (await PerceptCommand.RunAsync(work.Alone("a.percept"))).Assert(0);
        AtlasIdentity identity;
        using (var atlas = Atlas.OpenRead(work.Folder["a.percept"])) identity = atlas.Identity;
        using var first = Atlas.OpenWrite(work.Folder["a.percept"], identity);

        Assert.Contains("Another process is writing", (await PerceptCommand.RunAsync(work.Alone("a.percept"))).Refused(75));
    }
}
