using System.Runtime.CompilerServices;
using Percept.Imaging;

namespace Percept.Matching;

/// <summary>The labels of a dataset whose images lie in a folder a label: the first folder of each image's name.</summary>
sealed class DatasetLabels
{
    /// <summary>What the counts by label may take of memory.</summary>
    const long MostBytes = 1 << 28;

    static readonly ConditionalWeakTable<IReadOnlyList<ImageFile>, DatasetLabels> known = [];

    readonly Dictionary<string, int> numbers;

    DatasetLabels(IReadOnlyList<ImageFile> images)
    {
        Names = [.. images.Select(image => image.Group).Distinct().Order(StringComparer.Ordinal)];
        if (Names.Count < 2) Names = [];
        numbers = Names.Select((name, number) => (name, number)).ToDictionary(pair => pair.name, pair => pair.number, StringComparer.Ordinal);
    }

    /// <summary>The labels, in ordinal order; none where the images do not lie in several folders.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The labels of a dataset, found out once.</summary>
    public static DatasetLabels Of(IReadOnlyList<ImageFile> images) => known.GetValue(images, found => new(found));

    /// <summary>An image's label; −1 where there are none.</summary>
    internal int this[ImageFile image] => numbers.GetValueOrDefault(image.Group, -1);

    /// <summary>How many times twice as wide the cells must be that images are counted in by label, so that many labels of many units fit into memory; null where nothing is coarse enough.</summary>
    internal int? Coarseness(int units) =>
        Enumerable.Range(0, 5).Cast<int?>().FirstOrDefault(coarseness => (long)units * Names.Count * (72 + (4L * (Distribution.Ring >> coarseness!.Value))) <= MostBytes);
}
