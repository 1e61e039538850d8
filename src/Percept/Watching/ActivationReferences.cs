using Percept.Atlases;
using Percept.Networks;

namespace Percept.Watching;

/// <summary>What is usual for every unit of a network.</summary>
public sealed class ActivationReferences
{
    readonly ActivationReference?[][] byLayer;

    ActivationReferences(ActivationReference?[][] byLayer, string among) => (this.byLayer, Among) = (byLayer, among);

    /// <summary>Nothing known.</summary>
    public static ActivationReferences None { get; } = new([], "");

    /// <summary>Which images they are the norms of, in words; empty where nothing is known.</summary>
    public string Among { get; }

    /// <summary>The norm of a unit; null where nothing is known.</summary>
    public ActivationReference? this[Layer layer, int unit] => layer.Index < byLayer.Length ? byLayer[layer.Index][unit] : null;

    /// <summary>Those of an atlas's images.</summary>
    public static ActivationReferences Of(Atlas atlas)
    {
        var layers = atlas.Layers();
        var norms = layers.Select(layer => new ActivationReference?[layer.Channels]).ToArray();
        foreach (var layer in layers)
        {
            var profiles = atlas.Profiles(layer.Index);
            foreach (var unit in atlas.Statistics(layer.Index)) norms[layer.Index][unit.Unit] = ActivationReference.Of(unit, profiles.GetValueOrDefault(unit.Unit));
        }

        return new(norms, $"the {atlas.Matched()} images of the atlas");
    }

    /// <summary>Those of some images among each other.</summary>
    /// <param name="images">For each image what each unit of each layer does in it.</param>
    public static ActivationReferences Of(IReadOnlyList<UnitSummary[][]> images) => images.Count < 2 ? None : new(
        [.. images[0].Select((layer, i) => layer.Select((_, unit) => ActivationReference.Among(images.Select(image => image[i][unit].Max))).ToArray())],
        $"the {images.Count - 1} other images of the folder");
}
