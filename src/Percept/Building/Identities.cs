using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using Percept.Atlases;
using Percept.Imaging;
using Percept.Networks;

namespace Percept.Building;

/// <summary>Says what an atlas is about: which network, seen how, on which images.</summary>
static class Identities
{
    internal static AtlasIdentity Of(Network network, ImageFolder images, BuildOptions options) => new()
    {
        ModelName = network.Model.Name,
        ModelSha256 = network.Model.Hash,
        InputHeight = network.Preprocessing.Height,
        InputWidth = network.Preprocessing.Width,
        InputChannels = network.Preprocessing.ImageChannels,
        Layout = network.Preprocessing.Layout.ToString().ToUpperInvariant(),
        Preprocessing = network.Preprocessing.ToOptions(),
        Dataset = options.Dataset ?? string.Create(CultureInfo.InvariantCulture, $"{images.Count} images of {Path.GetFileName(Path.TrimEndingDirectorySeparator(images.Path))}"),
        DatasetSha256 = Hash(images),
        ToolVersion = typeof(AtlasBuilder).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "",
        Seed = options.Seed,
        Command = options.Command,
    };

    /// <summary>Names and sizes tell datasets apart without reading every file twice; each image's own hash is kept as it is read.</summary>
    static string Hash(ImageFolder images)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var image in images) hash.AppendData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{image.Name}\n{new FileInfo(image.Path).Length}\n")));
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
