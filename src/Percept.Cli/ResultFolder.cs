using System.Security.Cryptography;
using System.Text.Json;
using Percept.Files;
using Percept.Networks;
using Percept.Numerics;
using Percept.Visualization;

namespace Percept.Cli;

/// <summary>An optimised image in a folder.</summary>
/// <param name="Objective">What was maximised.</param>
/// <param name="Activation">The objective's value on the saved 8-bit image.</param>
/// <param name="Steps">Steps of ascent.</param>
/// <param name="Seed">The seed of every random number.</param>
/// <param name="File">The PNG's path; null where the objective could not be excited, for then there is nothing to show.</param>
/// <param name="Excited">Whether the image has a higher value than the one that ascent started from.</param>
sealed record Result(string Objective, float Activation, int Steps, int Seed, string? File, bool Excited);

/// <summary>A folder of optimised images. Beside each PNG lies what it is, as JSON; it is written last, so where it is, the image is whole.</summary>
sealed class ResultFolder(string folder, Network network, Recipe recipe)
{
    readonly string identity = $"{network.Model.Hash}\n{network.Preprocessing.ToArguments()}\n{recipe.Hash}";

    /// <summary>What an earlier run found for an objective with this network and recipe, or null.</summary>
    internal Result? Find(Objective objective)
    {
        var (picture, account) = Files(objective);
        try
        {
            if (!File.Exists(account)) return null;
            var result = JsonSerializer.Deserialize(File.ReadAllBytes(account), CliJson.Format.Result)!;
            return !result.Excited ? result : File.Exists(picture) ? result with { File = picture } : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps what was found.</summary>
    internal Result Keep(FeatureVisualization found)
    {
        var (picture, account) = Files(found.Objective);
        var result = new Result(found.Objective.ToString(), found.Activation, found.Recipe.Steps, found.Recipe.Seed, found.IsExcited ? picture : null, found.IsExcited);
        if (found.IsExcited) AtomicFile.Write(picture, found.ToPng());
        // A picture file holds no other number of channels, so the image itself lies beside the one that shows its planes.
        if (found.IsExcited && found.Picture is { Channels: not (1 or 3) } planes)
            NpyFile.Write(Path.ChangeExtension(picture, ".npy"), new([1, planes.Channels, planes.Height, planes.Width], planes.ToPlanes()));
        AtomicFile.Write(account, JsonSerializer.SerializeToUtf8Bytes(result with { File = Path.GetFileName(result.File) }, CliJson.Format.Result));
        return result;
    }

    (string Picture, string Account) Files(Objective objective)
    {
        var files = string.Concat(objective.Files.Where(File.Exists).Select(file => "\n" + Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))));
        var name = Path.Combine(folder, FileNames.Of(objective.ToString(), identity + files));
        return ($"{name}.png", $"{name}.json");
    }
}
