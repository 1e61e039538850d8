using System.Collections.Concurrent;
using System.Diagnostics;

namespace Percept.Tests;

/// <summary>Brings what tests need and a machine may lack: each thing once, and one thing at a time on the whole machine, whichever test of whichever project asks first.</summary>
static class Installer
{
    /// <summary>Long enough for a browser over a slow line.</summary>
    static readonly TimeSpan patience = TimeSpan.FromMinutes(15);

    static readonly ConcurrentDictionary<string, Lazy<bool>> brought = new(StringComparer.Ordinal);

    /// <summary>Makes sure that something is there, and brings it where it is not.</summary>
    /// <param name="name">What it is, for a person.</param>
    /// <param name="isThere">Whether it is there.</param>
    /// <param name="bring">Brings it, or throws with a sentence that says what to do.</param>
    /// <exception cref="InvalidOperationException">It is not there, and cannot be brought; every later call says so at once.</exception>
    public static void Require(string name, Func<bool> isThere, Action bring) => _ = brought.GetOrAdd(name, _ => new(() =>
    {
        // Looked for in turn only: what another process is unpacking is there already, and does not work yet.
        using var turn = Turn();
        if (isThere()) return true;
        bring();
        return isThere() ? true : throw new InvalidOperationException($"{name} was installed, but is not found where it should be.");
    })).Value;

    /// <summary>Runs a command to its end.</summary>
    /// <returns>Its exit code, and what it said last.</returns>
    public static (int Code, string Said) Run(string command, params string[] arguments)
    {
        var log = Path.GetTempFileName();
        try
        {
            // Into a file: a service that an installation starts would hold a pipe open for good.
            string[] words = OperatingSystem.IsWindows() ? ["cmd", "/c", command, .. arguments] : ["/bin/sh", "-c", "log=$1; shift; exec \"$@\" >\"$log\" 2>&1 </dev/null", "sh", log, command, .. arguments];
            using var process = Process.Start(words[0], words[1..]);
            process.WaitForExit();
            return (process.ExitCode, string.Join('\n', File.ReadLines(log).TakeLast(12)));
        }
        finally
        {
            File.Delete(log);
        }
    }

    /// <summary>The right to install, until it is disposed of: a lock that the system lifts however a process ends.</summary>
    static FileStream Turn()
    {
        var file = Path.Join(Path.GetTempPath(), $"percept-tests-install-{Environment.UserName}.lock");
        for (var waited = Stopwatch.StartNew(); ; Thread.Sleep(200))
            try
            {
                return new(file, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (waited.Elapsed < patience)
            {
                // Somebody else installs.
            }
    }
}
