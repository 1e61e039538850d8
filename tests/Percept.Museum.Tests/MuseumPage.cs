using Percept.Tests.Cli;

namespace Percept.Museum.Tests;

/// <summary>The table of docs/museum.md: a row for each file, held to what its verbs do.</summary>
static class MuseumPage
{
    const string Head = "| file | what it is | layers | atlas |";

    static readonly Lock writing = new();

    static string Path => Repository.File("docs/museum.md");

    /// <summary>The names of the rows, in their order.</summary>
    public static IEnumerable<string> Names => Rows(File.ReadAllLines(Path)).Select(NameOf);

    /// <summary>Fails where the page says anything else of a file, or, with PERCEPT_UPDATE=1 in the environment, writes its row. Of an atlas that is not built now nothing is compared.</summary>
    public static void AssertSays(Visit visit)
    {
        var committed = Rows(File.ReadAllLines(Path)).SingleOrDefault(each => NameOf(each) == visit.Exhibit.Name);
        var row = Row(visit, committed);
        if (Environment.GetEnvironmentVariable("PERCEPT_UPDATE") == "1")
        {
            Update(row);
            return;
        }

        Assert.True(row == committed, $"docs/museum.md is not what the verbs do. Run the test with PERCEPT_UPDATE=1 in the environment, and look at the difference before you commit it.\n- {committed}\n+ {row}");
    }

    static string Row(Visit visit, string? committed)
    {
        var atlas = visit.Endings.SingleOrDefault(ending => ending.Verb == "atlas");
        var whole = atlas is null ? committed?.Split('|')[^2].Trim() ?? "" : Cell(atlas.Code > 1 ? $"refused: {atlas.Sentence}" : visit.Missing.Count == 0 ? "whole" : "without " + string.Join("; ", visit.Missing.Select(each => $"{each.Stage} ({each.Reason})")));
        return $"| {visit.Exhibit.Name} | {visit.Exhibit.Kind} | {visit.Layers} | {whole} |";
    }

    static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace(System.IO.Path.GetTempPath(), "", StringComparison.Ordinal);

    static void Update(string row)
    {
        lock (writing)
        {
            var lines = File.ReadAllLines(Path);
            var begin = Array.IndexOf(lines, Head) + 2;
            var rows = Rows(lines).Where(each => NameOf(each) != NameOf(row)).Append(row).ToLookup(NameOf);
            File.WriteAllText(Path, string.Join('\n', [.. lines[..begin], .. Exhibits.All.SelectMany(exhibit => rows[exhibit.Name]), .. lines[(begin + Rows(lines).Count())..], ""]));
        }
    }

    static IEnumerable<string> Rows(string[] lines) => lines.SkipWhile(line => line != Head).Skip(2).TakeWhile(line => line.StartsWith('|'));

    static string NameOf(string row) => row.Split('|')[1].Trim();
}
