using System.Text.RegularExpressions;
using Percept.Tests.Cli;

namespace Percept.Tests.Architecture;

/// <summary>The library's folders stand in reading order, as its page says: each uses those above it.</summary>
public sealed partial class ArchitectureTests
{
    static readonly string library = Repository.File("src/Percept");

    static string[] Order { get; } =
    [
        .. Row().Matches(File.ReadAllText(Repository.File("docs/architecture.md")).Split("## src/Percept, in reading order")[1].Split("\n## ")[0]).Select(row => row.Groups[1].Value),
    ];

    public static TheoryData<string> Folders => [.. Order];

    [Fact]
    public void The_page_has_every_folder() =>
        Assert.Equal(Directory.GetDirectories(library).Select(folder => Path.GetFileName(folder)!).Where(name => Directory.EnumerateFiles(Path.Join(library, name), "*.cs", SearchOption.AllDirectories).Any()).Except(["obj", "bin"]).Order(StringComparer.Ordinal), Order.Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_uses_only_those_above_it(string folder)
    {
        var later = Order.SkipWhile(name => name != folder).Skip(1).ToHashSet();

        foreach (var file in Directory.EnumerateFiles(Path.Join(library, folder), "*.cs", SearchOption.AllDirectories))
            foreach (var line in File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal)))
                Assert.False(Used().Matches(line).Any(match => later.Contains(match.Groups[1].Value)), $"{Path.GetRelativePath(library, file)} uses what stands below {folder}: {line.Trim()}");
    }

    [GeneratedRegex(@"^\| `(\w+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\bPercept\.(\w+)")]
    private static partial Regex Used();
}
