using Percept.Tests.Atlases;
using Percept.Tests.Imaging;

namespace Percept.Museum.Tests;

/// <summary>The images that the museum's networks look at: drawn, in two folders that label them.</summary>
static class DrawnImages
{
    public static string Write(TemporaryFolder folder, int count)
    {
        for (var i = 0; i < count / 2; i++)
        {
            folder.Write($"images/scenes/{i}.png", Drawing.Scene(i, 96));
            folder.Write($"images/patterns/{i}.png", Drawing.Pattern(i, 96));
        }
        return folder["images"];
    }
}
