using System.Globalization;
using Percept.Training;
using Spectre.Console;
using Spectre.Console.Rendering;
using static System.FormattableString;

namespace Percept.Cli;

/// <summary>Shows a training on a terminal: where it is, and its curves so far.</summary>
sealed class Curves : IProgress<TrainingProgress>
{
    const int Height = 8;
    const string Steps = " ▁▂▃▄▅▆▇█";

    static readonly TimeSpan pause = TimeSpan.FromMilliseconds(200);

    readonly LiveDisplayContext display;
    readonly int width;
    readonly System.Diagnostics.Stopwatch since = System.Diagnostics.Stopwatch.StartNew();
    readonly Lock turn = new();

    Curves(LiveDisplayContext display, int width) => (this.display, this.width) = (display, width);

    internal static Task<T> ShowAsync<T>(IAnsiConsole console, Func<IProgress<TrainingProgress>, Task<T>> work) =>
        console.Live(new Text("")).StartAsync(display => work(new Curves(display, Math.Clamp((console.Profile.Width - 12) / 2, 16, 60))));

    public void Report(TrainingProgress value)
    {
        lock (turn)
        {
            if (since.Elapsed < pause && value.Step < value.Steps) return;
            since.Restart();
            display.UpdateTarget(Picture(value, width));
        }
    }

    /// <summary>A line that says how far it is, above the curves.</summary>
    internal static IRenderable Picture(TrainingProgress value, int width)
    {
        var left = value.Done.Count == 0 ? "" : Invariant($", about {(value.Epochs - value.Done.Count) * value.Done.Average(epoch => epoch.Seconds):0} s left");
        var line = double.IsNaN(value.Loss) ? value.Phase : Invariant($"epoch {value.Done.Count + 1} of {value.Epochs}, step {value.Step} of {value.Steps}: loss {value.Loss:0.000}, accuracy {100 * value.Accuracy:0.0} %{left}");
        if (value.Done.Count < 2) return new Text(line);
        var last = value.Done[^1];
        return new Rows(
            new Text(line),
            new Columns(
                new Panel(new Text(Curve([.. value.Done.Select(epoch => epoch.Loss)], width))).Header(Invariant($"loss {last.Loss:0.000}")),
                new Panel(new Text(Curve([.. value.Done.Select(epoch => epoch.BalancedAccuracy)], width))).Header(Invariant($"balanced accuracy, held out {100 * last.BalancedAccuracy:0.0} %"))));
    }

    /// <summary>Values as columns of blocks, from the least to the largest.</summary>
    internal static string Curve(double[] values, int width)
    {
        var (low, high) = (values.Min(), values.Max());
        var columns = Enumerable.Range(0, Math.Min(width, values.Length)).Select(column => values[column * values.Length / Math.Min(width, values.Length)]).ToArray();
        var heights = columns.Select(value => (int)Math.Round((high > low ? (value - low) / (high - low) : 1) * ((Height * 8) - 1)) + 1).ToArray();
        return string.Join('\n', Enumerable.Range(0, Height).Select(row => string.Concat(heights.Select(height => Steps[Math.Clamp(height - ((Height - 1 - row) * 8), 0, 8)]))));
    }
}

/// <summary>Prints a training's epochs as plain lines, for logs and pipes.</summary>
sealed class EpochLines(TextWriter messages) : IProgress<TrainingProgress>
{
    int printed;

    public void Report(TrainingProgress value)
    {
        lock (messages)
        {
            if (value.Done.Count < printed) printed = value.Done.Count;
            for (; printed < value.Done.Count; printed++)
            {
                var epoch = value.Done[printed];
                messages.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"epoch {epoch.Number} of {value.Epochs}: loss {epoch.Loss:0.000}, accuracy {100 * epoch.Accuracy:0.0} %; held out {100 * epoch.HeldOutAccuracy:0.0} %, balanced {100 * epoch.BalancedAccuracy:0.0} %; {epoch.Seconds:0.0} s"));
            }
        }
    }
}
