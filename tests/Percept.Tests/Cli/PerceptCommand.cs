using System.Diagnostics;
using System.Text.Json;
using Percept.Cli;

namespace Percept.Tests.Cli;

/// <summary>What a command line gave.</summary>
sealed record Ran(int Code, string Data, string Messages)
{
    public JsonElement Json => JsonDocument.Parse(Data).RootElement;

    public Ran Assert(int code)
    {
        Xunit.Assert.True(Code == code, $"Exit code {Code}, expected {code}.\n{Messages}\n{Data}");
        return this;
    }

    /// <summary>Refused in one sentence, with nothing on standard output and no stack trace.</summary>
    public string Refused(int code = 3)
    {
        Assert(code);
        Xunit.Assert.Empty(Data);
        var lines = Messages.Trim().Split('\n');
        Xunit.Assert.DoesNotContain(lines, line => line.TrimStart().StartsWith("at ", StringComparison.Ordinal));
        Xunit.Assert.True(lines.Length == (code == 2 ? 2 : 1), Messages);
        Xunit.Assert.True(lines[0].EndsWith('.'), lines[0]);
        return lines[0];
    }
}

/// <summary>Runs the command: in this process, which is the same but faster, or as one of its own.</summary>
static class PerceptCommand
{
    public static async Task<Ran> RunAsync(params string[] args)
    {
        using var data = new StringWriter();
        using var messages = new StringWriter();
        var code = await CommandLine.RunAsync(args, data, messages, TestContext.Current.CancellationToken);
        return new(code, data.ToString(), messages.ToString());
    }

    /// <summary>Runs the built command.</summary>
    public static async Task<Ran> RunProcessAsync(params string[] args)
    {
        using var process = Start(args);
        return await EndAsync(process);
    }

    public static Process Start(params string[] args)
    {
        // Whoever starts the tests in the background has SIGINT ignored, and so would every process they start.
        string[] words = OperatingSystem.IsLinux() ? ["env", "--default-signal=INT", "dotnet"] : ["dotnet"];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.ArgumentList.Add(typeof(CommandLine).Assembly.Location);
        foreach (var arg in args) start.ArgumentList.Add(arg);
        return Process.Start(start)!;
    }

    public static async Task<Ran> EndAsync(Process process)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        var (data, messages) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        return new(process.ExitCode, await data, await messages);
    }

    /// <summary>Sends a signal, as Ctrl+C (INT) or a scheduler (TERM) does.</summary>
    public static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("/bin/sh", ["-c", $"kill -{signal} {process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }
}
