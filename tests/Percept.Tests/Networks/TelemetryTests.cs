using System.Diagnostics;
using Percept.Cli;
using Percept.Tests.Cli;
using Percept.Tests.Imaging;

namespace Percept.Tests.Networks;

/// <summary>Nothing is stored in the user's folders and nobody is called: by the command, and by a program that references the library.</summary>
public sealed class TelemetryTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task The_command_stores_and_sends_nothing()
    {
        var model = TinyNetwork.Write(folder);
        foreach (var command in new string[][]
        {
            ["inspect", model, "--size=32"], ["measure", model, "--size=32"],
            ["optimize", model, "--size=32", "--steps=4000", "--batch=1", "--objective=conv2:0", "-o", folder["out"]],
        })
            await AssertIsPrivateAsync(typeof(CommandLine).Assembly.Location, command);
    }

    [Fact]
    public Task A_program_that_references_the_library_stores_and_sends_nothing()
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory);
        return AssertIsPrivateAsync(Path.Combine(here.Parent!.Parent!.FullName, "Percept.Mutations", here.Name, "Percept.Mutations.dll"), "0", "1");
    }

    /// <summary>Runs a program as a user without a past, in an environment that says nothing of telemetry.</summary>
    async Task AssertIsPrivateAsync(string program, params string[] arguments)
    {
        DebianPackage.Require("/usr/bin/strace", "strace");
        var (home, calls) = (folder["home/x"][..^2], folder["calls.txt"]);
        Directory.CreateDirectory(home);
        var start = new ProcessStartInfo("strace", ["-f", "-qq", "-e", "trace=network", "-o", calls, "dotnet", program, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in start.Environment.Keys.Where(name => name == "ORT_DISABLE_TELEMETRY" || name.StartsWith("XDG_", StringComparison.Ordinal)).ToArray()) start.Environment.Remove(name);
        start.Environment["HOME"] = home;

        using var process = Process.Start(start)!;
        (await PerceptCommand.EndAsync(process)).Assert(0);

        Assert.Empty(Directory.EnumerateFileSystemEntries(home));
        // The runtime of .NET has a local socket for debuggers; an address of the network would be AF_INET or AF_INET6.
        Assert.DoesNotContain(File.ReadLines(calls), call => call.Contains("INET", StringComparison.Ordinal) || call.Contains("nscd", StringComparison.Ordinal));
    }
}
