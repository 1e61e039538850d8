using System.Diagnostics;
using Percept.Building;
using static System.FormattableString;

namespace Percept.Cli;

/// <summary>Prints progress as a plain line now and then, for logs and pipes.</summary>
/// <param name="messages">Where to.</param>
/// <param name="foreword">Says what comes before the first line.</param>
sealed class ProgressLines(TextWriter messages, Action foreword) : IProgress<BuildProgress>
{
    static readonly TimeSpan pause = TimeSpan.FromSeconds(10);

    readonly Lock turn = new();
    readonly Stopwatch sinceLine = Stopwatch.StartNew();
    readonly Dictionary<string, Stopwatch> stages = new(StringComparer.Ordinal);
    readonly HashSet<string> finished = new(StringComparer.Ordinal);

    public void Report(BuildProgress value)
    {
        lock (turn)
        {
            foreword();
            if (!stages.TryGetValue(value.Stage, out var watch)) stages[value.Stage] = watch = Stopwatch.StartNew();
            if (value.Share >= 1 ? !finished.Add(value.Stage) : sinceLine.Elapsed < pause) return;
            sinceLine.Restart();
            messages.WriteLine(Output.Plain(value.Share >= 1
                ? Invariant($"{value.Stage}: done in {watch.Elapsed.TotalSeconds:0.0} s")
                : Invariant($"{value.Stage}: {100 * value.Share:0} %{(value.Detail.Length == 0 ? "" : ", " + value.Detail)}{Left(watch.Elapsed, value.Share)}")));
        }
    }

    static string Left(TimeSpan elapsed, double share) => share > 0 ? Invariant($", about {elapsed.TotalSeconds * (1 - share) / share:0} s left") : "";
}
