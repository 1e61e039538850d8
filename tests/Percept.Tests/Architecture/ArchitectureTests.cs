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
        Assert.Equal(Rooms().Order(StringComparer.Ordinal), Order.Order(StringComparer.Ordinal));

    [Theory, MemberData(nameof(Folders))]
    public void A_folder_uses_only_those_above_it(string folder)
    {
        var later = Order.SkipWhile(name => name != folder).Skip(1).Select(name => name.Replace('/', '.')).ToHashSet();

        foreach (var file in Directory.EnumerateFiles(Path.Join(library, folder), "*.cs", SearchOption.AllDirectories))
            foreach (var line in File.ReadLines(file).Where(line => !line.TrimStart().StartsWith("///", StringComparison.Ordinal)))
                Assert.False(Used().Matches(line).Any(match => later.Contains(match.Groups[1].Value)), $"{Path.GetRelativePath(library, file)} uses what stands below {folder}: {line.Trim()}");
    }

    /// <summary>Kernels and lowerings prepare weights inside a call of the runtime, which knows of no device.</summary>
    [Fact]
    public void Work_is_divided_by_processors_alone() =>
        Assert.All(
            Directory.EnumerateFiles(library, "*.cs", SearchOption.AllDirectories).Where(file => !file.Contains("Kernels", StringComparison.Ordinal) && !file.Contains("Lowerings", StringComparison.Ordinal) && Path.GetFileName(file) != "ProcessPool.cs"),
            file => Assert.DoesNotMatch(Divided(), File.ReadAllText(file)));

    /// <summary>The library's folders, and in the place of the answers' each of theirs.</summary>
    static IEnumerable<string> Rooms() =>
        from folder in Directory.GetDirectories(library).SelectMany(folder => Path.GetFileName(folder) == "Answers" ? Directory.GetDirectories(folder) : [folder])
        where Path.GetFileName(folder) is not ("obj" or "bin") && Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any()
        select Path.GetRelativePath(library, folder).Replace('\\', '/');

    [GeneratedRegex(@"^\| `([\w/]+)` \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex(@"\bParallel\.For|\.AsParallel\(")]
    private static partial Regex Divided();

    [GeneratedRegex(@"\bPercept\.((?:Answers\.)?\w+)")]
    private static partial Regex Used();
}
