namespace Percept.Answers.Eigenimages;

/// <summary>Squares cut from images at positions drawn from a seed.</summary>
/// <param name="samples">The images.</param>
/// <param name="height">Rows of a patch.</param>
/// <param name="width">Columns of a patch.</param>
/// <param name="count">How many in all.</param>
/// <param name="seed">What the positions are drawn from.</param>
sealed class PatchSamples(ImageSamples samples, int height, int width, int count, int seed)
{
    readonly Random random = new(seed);
    readonly List<float[]> patches = [];

    /// <summary>The patches so far: channels x height x width each.</summary>
    internal IReadOnlyList<float[]> Patches => patches;

    /// <summary>Cuts an image's share of the patches.</summary>
    internal void Add(float[] pixels)
    {
        for (var i = 0; i < Math.Max(1, (count + samples.Count - 1) / samples.Count) && patches.Count < count; i++)
            patches.Add(Cut(pixels, random.Next(samples.Side - height + 1), random.Next(samples.Side - width + 1)));
    }

    float[] Cut(float[] pixels, int top, int left) =>
        [.. from channel in Enumerable.Range(0, samples.Channels) from y in Enumerable.Range(top, height) from x in Enumerable.Range(left, width) select pixels[(((channel * samples.Side) + y) * samples.Side) + x]];
}
