using System.Text.RegularExpressions;
using Percept.Tests.Imaging;

namespace Percept.Museum.Tests;

/// <summary>Every verb on every file of the museum.</summary>
public sealed class MuseumTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Vision => [.. Exhibits.All.Where(exhibit => exhibit.IsVision).Select(exhibit => exhibit.Name)];

    public static TheoryData<string> Others => [.. Exhibits.All.Where(exhibit => !exhibit.IsVision).Select(exhibit => exhibit.Name)];

    [Theory, MemberData(nameof(Vision))]
    public async Task Every_verb_is_done_on(string name)
    {
        var visit = new Visit(Exhibits.Named(name), folder);
        await visit.RunAsync();

        AssertNone(visit.Endings.Where(ending => ending.Code is not (0 or 1)));
        Assert.True(visit.Layers > 0, "The atlas has no layers.");
        MuseumPage.AssertSays(visit);
    }

    [Theory, MemberData(nameof(Others))]
    public async Task What_is_no_vision_network_is_refused_with_a_sentence(string name)
    {
        var visit = new Visit(Exhibits.Named(name), folder);
        await visit.RunAsync();

        Assert.Equal(3, visit.Endings.Single(ending => ending.Verb == "atlas").Code);
        AssertNone(visit.Endings.Where(ending => ending.Code is not (0 or 1 or 3)));
        Assert.All(visit.Endings.Where(ending => ending.Code == 3), ending => Assert.Matches(new Regex(@"^\p{L}.*\.$|^'.*\.$"), ending.Sentence));
        MuseumPage.AssertSays(visit);
    }

    [Fact]
    public void The_page_has_a_row_for_each_file() => Assert.Equal(Exhibits.All.Select(exhibit => exhibit.Name), MuseumPage.Names);

    static void AssertNone(IEnumerable<Ending> failed) => Assert.True(!failed.Any(), string.Join('\n', failed.Select(ending => $"{ending.Verb} ends with {ending.Code}: {ending.Said}")));
}
