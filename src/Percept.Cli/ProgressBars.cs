using Percept.Building;
using Spectre.Console;

namespace Percept.Cli;

/// <summary>Shows a bar for each stage, with the time left.</summary>
sealed class ProgressBars : IProgress<BuildProgress>
{
    readonly ProgressContext context;
    readonly Dictionary<string, ProgressTask> bars = new(StringComparer.Ordinal);

    ProgressBars(ProgressContext context) => this.context = context;

    internal static Task<T> ShowAsync<T>(IAnsiConsole console, Func<IProgress<BuildProgress>, Task<T>> work) => console.Progress()
        .Columns(
            new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new PercentageColumn(), new RemainingTimeColumn())
        .StartAsync(context => work(new ProgressBars(context)));

    public void Report(BuildProgress value)
    {
        lock (bars)
        {
            if (!bars.TryGetValue(value.Stage, out var bar)) bars[value.Stage] = bar = context.AddTask(value.Stage, maxValue: 1);
            bar.Description = Markup.Escape(Output.Plain(value.Detail.Length == 0 ? value.Stage : $"{value.Stage}: {value.Detail}"));
            bar.Value = value.Share;
        }
    }
}
