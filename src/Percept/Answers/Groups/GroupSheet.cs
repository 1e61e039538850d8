using System.Globalization;
using Percept.Imaging;
using Percept.Numerics;

namespace Percept.Answers.Groups;

/// <summary>Groups as a picture: a row for each, what is optimised for it and where in images it is strong.</summary>
static class GroupSheet
{
    const int Cell = 144, UnitsTold = 4;
    const float Dark = 0.15f;

    /// <summary>Draws it.</summary>
    /// <param name="groups">The groups.</param>
    /// <param name="optimized">A picture for each; null where there is none.</param>
    public static Picture Draw(UnitGroups groups, IReadOnlyList<Picture?> optimized) => (new Montage([new MontageBand([.. groups.Groups.Select((group, i) => Row(groups, group, optimized[i]))])])
    {
        Title = $"{groups.Layer.Name}: units that fire together",
        Text = string.Create(CultureInfo.InvariantCulture,
            $"{groups.Layer.Channels} units in {groups.Groups.Count} groups, which reproduce {100 * groups.Explained:0} % of what they answer at {groups.Positions} positions of {groups.Images} image(s). "
            + $"{(groups.IsSigned ? "A unit behind a minus sign is the lower the stronger its group is. " : "")}"
            + $"Left: a picture optimised for the group. Then the images in which it is strongest, bright where it is strong."),
        CellHeight = Cell,
        CellWidth = Cell,
    }).Draw();

    static MontageRow Row(UnitGroups groups, UnitGroup group, Picture? optimized)
    {
        var strongest = group.Examples.Max(example => SampledPositions.Inner(groups.Layer.Height, groups.Layer.Width).Max(position => example.Map[position]));
        return new(
            [new(optimized, "optimised"), .. group.Examples.Select(example => new MontageCell(Lit(groups, example, strongest), Path.GetFileNameWithoutExtension(example.Image)))],
            string.Create(CultureInfo.InvariantCulture, $"Group {group.Index + 1}: {100 * group.Share:0} %, units {string.Join(", ", group.Units.Take(UnitsTold).Select(unit => $"{(unit.Weight < 0 ? "−" : "")}{unit.Unit}"))}{(group.Units.Count() > UnitsTold ? ", …" : "")}"));
    }

    /// <summary>The image as bright as the group is strong.</summary>
    static Picture Lit(UnitGroups groups, GroupExample example, float strongest)
    {
        var (picture, planes) = (example.Picture, example.Picture.ToPlanes());
        var light = Grids.Enlarge(example.Map, groups.Layer.Height, groups.Layer.Width, picture.Height, picture.Width);
        for (var i = 0; i < planes.Length; i++) planes[i] *= Dark + ((1 - Dark) * Math.Min(1, light[i % light.Length] / Math.Max(strongest, float.Epsilon)));
        return Picture.FromPlanes(planes, picture.Channels, picture.Height, picture.Width);
    }
}
