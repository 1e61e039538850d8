using Percept.Atlases;
using Percept.Networks;

namespace Percept.Watching;

/// <summary>What is usual for every unit of a network.</summary>
public sealed class Norms
{
    readonly Norm?[][] byLayer;

    Norms(Norm?[][] byLayer, string among) => (this.byLayer, Among) = (byLayer, among);

    /// <summary>Nothing known.</summary>
    public static Norms None { get; } = new([], "");

    /// <summary>Which images they are the norms of, in words; empty where nothing is known.</summary>
    public string Among { get; }

    /// <summary>The norm of a unit; null where nothing is known.</summary>
    public Norm? this[Layer layer, int unit] => layer.Index < byLayer.Length ? byLayer[layer.Index][unit] : null;

    /// <summary>Those of an atlas's images.</summary>
    public static Norms Of(Atlas atlas)
    {
        var layers = atlas.Layers();
        var norms = layers.Select(layer => new Norm?[layer.Channels]).ToArray();
        foreach (var layer in layers)
        {
            var profiles = atlas.Profiles(layer.Index);
            foreach (var unit in atlas.Statistics(layer.Index)) norms[layer.Index][unit.Unit] = Norm.Of(unit, profiles.GetValueOrDefault(unit.Unit));
        }

        return new(norms, $"the {atlas.Matched()} images of the atlas");
    }

    /// <summary>Those of some images among each other.</summary>
    /// <param name="images">For each image what each unit of each layer does in it.</param>
    public static Norms Of(IReadOnlyList<UnitSummary[][]> images) => images.Count < 2 ? None : new(
        [.. images[0].Select((layer, i) => layer.Select((_, unit) => Norm.Among(images.Select(image => image[i][unit].Highest))).ToArray())],
        $"the {images.Count - 1} other images of the folder");
}
