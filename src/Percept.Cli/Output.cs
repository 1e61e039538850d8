using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Percept.Building;
using Percept.Imaging;
using Percept.Training;
using Spectre.Console;

namespace Percept.Cli;

/// <summary>Where a verb prints: data on standard output, messages and progress on standard error.</summary>
/// <param name="data">Standard output.</param>
/// <param name="messages">Standard error.</param>
/// <param name="json">Whether data is JSON; then nothing else goes to standard output.</param>
sealed class Output(TextWriter data, TextWriter messages, bool json)
{
    /// <summary>Wide enough that a table for a file or a pipe is never wrapped.</summary>
    const int Endless = 1000;

    readonly List<string> foreword = [];

    /// <summary>Whether the data is JSON.</summary>
    internal bool IsJson => json;

    /// <summary>Prints a verb's record as JSON, in the form of <see cref="CliJson"/>.</summary>
    internal void Json<T>(T value, JsonTypeInfo<T> form) => JsonText(JsonSerializer.Serialize(value, form));

    /// <summary>Prints data that is JSON already.</summary>
    internal void JsonText(string text)
    {
        SayForeword();
        data.WriteLine(text);
    }

    /// <summary>Prints a line of data.</summary>
    internal void Line(string text = "")
    {
        SayForeword();
        data.WriteLine(Plain(text));
    }

    /// <summary>Prints a table of data.</summary>
    internal void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        SayForeword();
        var console = Terminal(data);
        if (!console.Profile.Out.IsTerminal) console.Profile.Width = Endless;
        var table = new Table { Border = TableBorder.Simple, UseSafeBorder = true };
        foreach (var column in columns) table.AddColumn(new TableColumn(new Text(column)));
        foreach (var row in rows) table.AddRow(row.Select(cell => new Text(Plain(cell))));
        console.Write(table);
    }

    /// <summary>Prints a message for a person.</summary>
    internal void Note(string sentence) => messages.WriteLine(Plain(sentence));

    /// <summary>Prints a message for a person before the first progress or data: a command that is refused says only why.</summary>
    internal void Foreword(string sentence) => foreword.Add(sentence);

    /// <summary>Prints which files were skipped, and why.</summary>
    /// <returns>The exit code: whether there were any.</returns>
    internal int Skipped(IReadOnlyCollection<SkippedFile> files)
    {
        foreach (var (file, reason) in files) Note($"Skipped '{file}': {reason}");
        return files.Count > 0 ? ExitCode.Findings : ExitCode.Done;
    }

    /// <summary>Prints everything that is known of an exception, where PERCEPT_TRACE asks for it.</summary>
    internal void Trace(Exception error)
    {
        if (Environment.GetEnvironmentVariable("PERCEPT_TRACE") == "1") messages.WriteLine(error);
    }

    /// <summary>Does work and shows how far it is: bars on a terminal, else a plain line now and then.</summary>
    internal async Task<T> WithProgressAsync<T>(Func<IProgress<BuildProgress>, Task<T>> work)
    {
        var console = Terminal(messages);
        if (json || !console.Profile.Out.IsTerminal) return await work(new Traced(this, new ProgressLines(messages, SayForeword)));
        SayForeword();
        return await ProgressBars.ShowAsync(console, progress => work(new Traced(this, progress)));
    }

    /// <summary>Trains and shows how far it is: curves on a terminal, else a line for each epoch.</summary>
    internal async Task<T> WithCurvesAsync<T>(Func<IProgress<TrainingProgress>, Task<T>> work)
    {
        var console = Terminal(messages);
        return json || !console.Profile.Out.IsTerminal ? await work(new EpochLines(messages)) : await Curves.ShowAsync(console, work);
    }

    void SayForeword()
    {
        foreach (var sentence in foreword) Note(sentence);
        foreword.Clear();
    }

    /// <summary>Text without control characters, which could drive a terminal.</summary>
    internal static string Plain(string text) =>
        text.Any(char.IsControl) ? string.Concat(text.ReplaceLineEndings(" ").Select(symbol => char.IsControl(symbol) ? '\uFFFD' : symbol)) : text;

    /// <summary>Passes on progress; the causes of failures are traced.</summary>
    sealed class Traced(Output output, IProgress<BuildProgress> progress) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value)
        {
            if (value.Error is { } error) output.Trace(error);
            else progress.Report(value);
        }
    }

    static IAnsiConsole Terminal(TextWriter writer) => AnsiConsole.Create(new()
    {
        Out = new AnsiConsoleOutput(writer),
        ColorSystem = string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR")) ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
    });
}
