using Percept.Atlases;
using Percept.Imaging;
using Percept.Networks;
using Percept.Scheduling;

namespace Percept.Matching;

/// <summary>The effective crops and heat maps of examples: the part of the image that the activation does depend on, where the receptive field is often the whole image.</summary>
static class EffectiveCrops
{
    /// <summary>Examples of a layer with their effective crops.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="atlas">The atlas that has the images.</param>
    /// <param name="examples">The examples.</param>
    /// <param name="cancellationToken">Ends it between two images.</param>
    public static IReadOnlyList<ExampleRecord> Of(Network network, Layer layer, Atlas atlas, IReadOnlyList<ExampleRecord> examples, CancellationToken cancellationToken)
    {
        if (examples.Count == 0) return [];
        using var first = new UnitGradient(network, layer);
        using var gradients = new Twins<UnitGradient>(first.Twin);
        // What is an example of the same image shares its forward pass.
        return [.. network.Processors.Select([.. examples.GroupBy(example => example.Image)], image => gradients.Use(gradient => Of(gradient, atlas, image).ToArray()), cancellationToken).SelectMany(found => found)];
    }

    /// <summary>Examples of a layer with their effective crops, one after the other.</summary>
    /// <param name="gradient">The layer's.</param>
    /// <param name="atlas">The atlas that has the images.</param>
    /// <param name="examples">The examples; they are looked at image by image.</param>
    public static IEnumerable<ExampleRecord> Of(UnitGradient gradient, Atlas atlas, IEnumerable<ExampleRecord> examples)
    {
        foreach (var image in examples.GroupBy(example => example.Image))
        {
            var picture = Decoded(atlas, image.Key);
            foreach (var example in image)
                yield return example with { Effective = gradient.Of(picture, example.Unit, example.Y, example.X).Effective() is { } box ? new(box.Top, box.Left, box.Height, box.Width) : null };
        }
    }

    /// <summary>An example's whole image with the unit's gradient over it.</summary>
    /// <param name="sensitivity">The layer's.</param>
    /// <param name="atlas">The atlas that has the image.</param>
    /// <param name="example">The example.</param>
    public static Picture HeatMap(UnitGradient sensitivity, Atlas atlas, ExampleRecord example)
    {
        var picture = Decoded(atlas, example.Image);
        return sensitivity.Of(picture, example.Unit, example.Y, example.X).Over(picture);
    }

    static Picture Decoded(Atlas atlas, int image) => Picture.Decode(atlas.Picture(image)!, $"image {image}");
}
