using System.Security.Cryptography;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization;

/// <summary>The image that a recipe starts from.</summary>
static class StartingImage
{
    /// <summary>Its values from 0 to 1 in this shape, opaque where there is a channel for that; null where the recipe starts from noise.</summary>
    /// <exception cref="PictureException">The file cannot be read.</exception>
    /// <exception cref="GraphException">It is another file than the recipe means, or the network takes no pictures.</exception>
    internal static float[]? Read(Recipe recipe, Preprocessing preprocessing, Shape shape)
    {
        if (recipe.Start is not { } file) return null;
        var fitted = Picture.ReadFitted(file, shape[2], shape[3]);
        if (recipe.StartHash is { } hash && Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file))) != hash)
            throw new GraphException($"The recipe starts from '{file}' with the SHA-256 {hash}, but the file there is another. Leave out 'startHash' to start from it all the same.");
        var planes = preprocessing.Fit(fitted).ToPlanes();
        return recipe.Transparent ? [.. planes, .. Enumerable.Repeat(1f, shape[2] * shape[3])] : planes;
    }
}
