using Percept.Answers.Groups;
using Percept.Imaging;

namespace Percept.Cli.Records;

/// <summary>What <c>groups</c> prints.</summary>
/// <param name="File">The picture.</param>
/// <param name="Layer">The layer's name.</param>
/// <param name="Method">The factorisation, in words.</param>
/// <param name="Explained">The share of the activations' squares, 0 to 1, that sums of the groups reproduce.</param>
/// <param name="Images">How many images were read.</param>
/// <param name="Positions">How many positions in them the groups were found from.</param>
/// <param name="Groups">The groups, the one that explains most first.</param>
/// <param name="Skipped">Files that could not be read, and why.</param>
sealed record GroupsRecord(
    string File, string Layer, string Method, double Explained, int Images, int Positions, IReadOnlyList<GroupRecord> Groups, IReadOnlyList<SkippedFile> Skipped)
{
    internal static GroupsRecord Of(UnitGroups found, string file) => new(
        file, found.Layer.Name, found.Method, found.Explained, found.Images, found.Positions,
        [.. found.Groups.Select(group => new GroupRecord(
            group.Index, group.Share, [.. group.Units.Select(unit => new GroupedUnit(unit.Unit, unit.Weight))], group.Objective(found.Layer).ToString(),
            [.. group.Examples.Select(example => new GroupImage(example.Image, example.Strength))]))],
        found.Skipped);
}

/// <summary>Units that fire together.</summary>
/// <param name="Index">Its number, from 0.</param>
/// <param name="Share">Its share of the sum of all groups, 0 to 1.</param>
/// <param name="Units">Its units, the heaviest first.</param>
/// <param name="Objective">The objective of its picture.</param>
/// <param name="Examples">The images in which it is strongest.</param>
sealed record GroupRecord(int Index, double Share, IReadOnlyList<GroupedUnit> Units, string Objective, IReadOnlyList<GroupImage> Examples);

/// <summary>A unit of a group.</summary>
/// <param name="Unit">Its number.</param>
/// <param name="Weight">How much it belongs to the group; all weights together have length 1.</param>
sealed record GroupedUnit(int Unit, double Weight);

/// <summary>An image with a group.</summary>
/// <param name="Image">Its name.</param>
/// <param name="Strength">The group's mean strength at its positions, away from the border.</param>
sealed record GroupImage(string Image, double Strength);
