using Percept.Tests.Imaging;

namespace Percept.Museum.Tests;

/// <summary>Every verb on every file of one part of the museum; parts are visited side by side.</summary>
public abstract class Visits : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Fails where a verb does not end as it should, where the atlas has no layers, and where the page says anything else.</summary>
    private protected async Task VisitAsync(string name)
    {
        var visit = new Visit(Exhibits.Named(name), folder);
        await visit.RunAsync();

        AssertNone(visit.Endings.Where(ending => ending.Code is not (0 or 1)));
        Assert.True(visit.Layers > 0, "It has no layers.");
        MuseumPage.AssertSays(visit);
    }

    /// <summary>Fails where what is no vision network is not refused with a sentence.</summary>
    private protected async Task RefusedAsync(string name)
    {
        var visit = new Visit(Exhibits.Named(name), folder);
        await visit.RunAsync();

        Assert.Equal(3, visit.Endings.Single(ending => ending.Verb == "atlas").Code);
        AssertNone(visit.Endings.Where(ending => ending.Code is not (0 or 1 or 3)));
        Assert.All(visit.Endings.Where(ending => ending.Code == 3), ending => Assert.EndsWith(".", ending.Sentence, StringComparison.Ordinal));
        MuseumPage.AssertSays(visit);
    }

    static void AssertNone(IEnumerable<Ending> failed) => Assert.True(!failed.Any(), string.Join('\n', failed.Select(ending => $"{ending.Verb} ends with {ending.Code}: {ending.Said}")));
}

public sealed class TrainedTests : Visits
{
    public static TheoryData<string> Names => [.. Trained.All.Select(exhibit => exhibit.Name)];

    [Theory, MemberData(nameof(Names))]
    public Task Every_verb_is_done_on(string name) => VisitAsync(name);
}

public sealed class FamiliesTests : Visits
{
    public static TheoryData<string> Names => [.. Families.Families.All.Select(exhibit => exhibit.Name)];

    [Theory, MemberData(nameof(Names))]
    public Task Every_verb_is_done_on(string name) => VisitAsync(name);
}

public sealed class HabitsTests : Visits
{
    public static TheoryData<string> Names => [.. Habits.Habits.All.Select(exhibit => exhibit.Name)];

    public static TheoryData<string> Others => [.. Habits.NoVision.All.Select(exhibit => exhibit.Name)];

    [Theory, MemberData(nameof(Names))]
    public Task Every_verb_is_done_on(string name) => VisitAsync(name);

    [Theory, MemberData(nameof(Others))]
    public Task What_is_no_vision_network_is_refused_with_a_sentence(string name) => RefusedAsync(name);
}
