namespace Percept.Museum.Tests;

/// <summary>All files of the museum, in the order of its table.</summary>
static class Exhibits
{
    public static IReadOnlyList<Exhibit> All { get; } = [.. Trained.All, .. Families.Families.All, .. Habits.Habits.All, .. Habits.NoVision.All];

    public static Exhibit Named(string name) => All.Single(exhibit => exhibit.Name == name);
}
