using System.Diagnostics;

namespace Percept.Tests.Onnx.Graphs;

/// <summary>Damaged models, tried in a process of their own: what ends it ends no test, and the last case that began is to blame.</summary>
public sealed class MutationTests
{
    const int Cases = 2000;

    [Fact]
    public async Task A_damaged_model_is_refused_in_a_sentence_or_runs_but_never_crashes_hangs_or_fills_the_memory()
    {
        var lines = await TriedAsync(first: 0, Cases);
        var ends = lines.Where(line => line.StartsWith("end ", StringComparison.Ordinal)).ToArray();

        Assert.True(ends.Length == Cases, $"The process ended at: {string.Join('\n', lines.TakeLast(3))}");
        Assert.DoesNotContain(ends, line => line.Contains("failed", StringComparison.Ordinal));
        // Most damage is to be found before the runtime sees the file; that tests reach it at all is worth knowing too.
        Assert.InRange(ends.Count(line => line.Contains("ONNX Runtime", StringComparison.Ordinal)), 0, Cases / 100);
        Assert.InRange(ends.Count(line => line.EndsWith(" whole", StringComparison.Ordinal)), Cases / 20, Cases);
        Assert.All(ends.Where((_, i) => i % 100 == 0), line => Assert.DoesNotContain("not read", line, StringComparison.Ordinal));
    }

    static async Task<string[]> TriedAsync(int first, int count)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var program = Path.Combine(folder.Parent!.Parent!.FullName, "Percept.Mutations", folder.Name, "Percept.Mutations.dll");
        var start = new ProcessStartInfo("dotnet", [program, $"{first}", $"{count}"]) { RedirectStandardOutput = true };
        // What is made while a model is read and built, and what a run may take.
        start.Environment["DOTNET_GCHeapHardLimit"] = "0x40000000";
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
