using NetVips;
using Percept.Tests.Imaging;

namespace Percept.Tests.Training.Data;

/// <summary>Folders of small images, every one of another content.</summary>
static class ClassFolders
{
    public static void Fill(TemporaryFolder folder, string place, int count, int from = 0)
    {
        for (var i = from; i < from + count; i++) folder.Write($"{place}/{i:000}.png", Speckled(Seed(place) + i));
    }

    public static byte[] Speckled(int seed)
    {
        using var noise = Image.Gaussnoise(12, 12, sigma: 60, mean: 128, seed: seed);
        using var picture = noise.Resize(2).Cast(Enums.BandFormat.Uchar);
        return picture.PngsaveBuffer();
    }

    /// <summary>A red disc on nothing.</summary>
    public static byte[] Disc() =>
        """<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><circle cx="32" cy="32" r="16" fill="#f00"/></svg>"""u8.ToArray();

    static int Seed(string place) => place.Aggregate(7, (sum, letter) => (sum * 31 + letter) % 100_003) * 1000;
}
