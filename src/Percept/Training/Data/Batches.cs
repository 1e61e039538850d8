using Percept.Imaging;
using Percept.Scheduling;

namespace Percept.Training.Data;

/// <summary>Labelled images as the batches that a network learns from or is judged by.</summary>
/// <remarks>
/// Images are decoded once and kept as bytes, up to a limit of memory; those beyond it are decoded each time.
/// With an augmentation, images come in a random order, each as a new view, and every batch is full.
/// Without, they come in their own order, each once an epoch; what is transparent then lies on a background that is drawn for it once and for all.
/// </remarks>
sealed class Batches : IBatchSource
{
    // Room to enlarge a view without blur.
    const double Reserve = 1.25;

    readonly IReadOnlyList<LabelledImage> images;
    readonly TransparentPicture?[] kept;
    readonly int side;
    readonly Augmentation? augmentation;
    readonly int seed;

    Batches(IReadOnlyList<LabelledImage> images, TransparentPicture?[] kept, int side, Augmentation? augmentation, int seed, bool balanced)
    {
        (this.images, this.kept, this.side, this.augmentation, this.seed) = (images, kept, side, augmentation, seed);
        var all = Enumerable.Range(0, images.Count);
        Draws = new(balanced ? [.. all.GroupBy(i => images[i].Class).OrderBy(group => group.Key).Select(group => group.ToArray())] : [all.ToArray()], seed);
    }

    /// <summary>How many images there are.</summary>
    public int Count => images.Count;

    /// <summary>Whether each image comes as another view each time.</summary>
    internal bool IsVaried => augmentation is not null;

    /// <summary>The class of each image.</summary>
    internal int[] Classes => [.. images.Select(image => image.Class)];

    /// <summary>Which image is drawn when.</summary>
    internal BatchSampler Draws { get; }

    /// <summary>Decodes the images.</summary>
    /// <param name="images">At least one.</param>
    /// <param name="side">The network's input, pixels a side; what of an image stands out on two sides is cut off.</param>
    /// <param name="augmentation">How each is varied; null to judge by.</param>
    /// <param name="seed">What order, views and backgrounds are drawn from.</param>
    /// <param name="progress">The share that is decoded.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <param name="balanced">Whether every class is drawn equally often, however many images it has; it needs an augmentation.</param>
    /// <param name="mostBytes">The memory that decoded images may take.</param>
    /// <param name="processors">What decoding is divided among; all where null.</param>
    /// <exception cref="PictureException">A file cannot be read.</exception>
    public static async Task<Batches> LoadAsync(
        IReadOnlyList<LabelledImage> images, int side, Augmentation? augmentation, int seed, IProgress<double>? progress, CancellationToken cancellationToken,
        bool balanced = false, long mostBytes = 2L << 30, Processors? processors = null)
    {
        if (images.Count == 0) throw new ArgumentException("There is no image to make batches of.", nameof(images));
        ArgumentOutOfRangeException.ThrowIfLessThan(side, 1);
        if (balanced && augmentation is null) throw new ArgumentException("Classes are balanced where images are drawn at random, which takes an augmentation.", nameof(balanced));

        var (size, done) = (SizeKept(side, augmentation), 0);
        var kept = new TransparentPicture?[images.Count];
        var count = (int)Math.Min(images.Count, mostBytes / ((long)size * size * 4));
        await Task.Run(() => (processors ?? Processors.Available).ForEach(count, i =>
        {
            kept[i] = TransparentPicture.ReadFitted(images[i].File.Path, size, size);
            progress?.Report(Interlocked.Increment(ref done) / (double)count);
        }, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new(images, kept, side, augmentation, seed, balanced);
    }

    /// <summary>How many batches of this size make an epoch.</summary>
    public int StepsPerEpoch(int batch) => augmentation is null ? (Count + batch - 1) / batch : Math.Max(1, Count / batch);

    /// <summary>Writes a batch; what is written follows from the seed, the epoch and the step alone, and several threads may ask at once.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="step">From 0, below <see cref="StepsPerEpoch"/>.</param>
    /// <param name="inputs">[batch, 3, side, side], 0 to 1.</param>
    /// <param name="classes">[batch]; its length is the batch.</param>
    /// <returns>How many images were written: fewer than the batch at the end of an epoch without augmentation.</returns>
    public int Fill(int epoch, int step, Span<float> inputs, Span<int> classes)
    {
        var (batch, length) = (classes.Length, 3 * side * side);
        ArgumentOutOfRangeException.ThrowIfNegative(epoch);
        if ((uint)step >= (uint)StepsPerEpoch(batch)) throw new ArgumentOutOfRangeException(nameof(step), step, $"An epoch has {StepsPerEpoch(batch)} steps of {batch}.");
        ArgumentOutOfRangeException.ThrowIfNotEqual(inputs.Length, batch * length, nameof(inputs));

        var chosen = new (int Image, long Pass)[augmentation is null ? Math.Min(batch, Count - step * batch) : batch];
        if (augmentation is null) for (var i = 0; i < chosen.Length; i++) chosen[i] = (step * batch + i, 0);
        else Draws.Fill(((long)epoch * StepsPerEpoch(batch) + step) * batch, chosen);

        var scene = new Scene(side);
        for (var i = 0; i < chosen.Length; i++)
        {
            Show(scene, chosen[i].Image, chosen[i].Pass);
            scene.CopyTo(inputs.Slice(i * length, length));
            classes[i] = images[chosen[i].Image].Class;
        }
        return chosen.Length;
    }

    /// <summary>Writes one image; several threads may ask at once.</summary>
    /// <param name="image">Which one.</param>
    /// <param name="pass">Which view of it.</param>
    /// <param name="into">[3, side, side], 0 to 1.</param>
    internal void View(int image, long pass, Span<float> into)
    {
        var scene = new Scene(side);
        Show(scene, image, pass);
        scene.CopyTo(into);
    }

    void Show(Scene scene, int image, long pass)
    {
        var size = SizeKept(side, augmentation);
        var picture = kept[image] ?? TransparentPicture.ReadFitted(images[image].File.Path, size, size);
        var dice = SplitMix64.Of(seed, image, pass);
        if (!picture.IsOpaque) PaintBackground(ref dice, scene);
        if (augmentation is null)
        {
            scene.Lay(picture);
            return;
        }
        var firstIsFlipped = SplitMix64.Of(seed, image).Below(2);
        var map = augmentation.DrawMap(ref dice, flipped: augmentation.Flip && (pass + firstIsFlipped) % 2 == 1);
        scene.Lay(picture, map, new(ref dice, side, augmentation.Warp), augmentation.DrawColoring(ref dice), new(ref dice, augmentation.Light));
        if (augmentation.Grain > 0) Backdrop.Grain(ref dice, scene.Pixels, dice.Between(0, (float)augmentation.Grain));
    }

    void PaintBackground(ref SplitMix64 dice, Scene scene)
    {
        var grey = ReadOptions.Default.Background.Red / 255f;
        if (augmentation is { Backgrounds: false }) scene.Pixels.Fill(System.Runtime.Intrinsics.Vector128.Create(grey, grey, grey, 1));
        else Backdrop.Paint(ref dice, scene.Pixels, side);
    }

    static int SizeKept(int side, Augmentation? augmentation) => augmentation is null ? side : (int)Math.Ceiling(side * Reserve);
}
