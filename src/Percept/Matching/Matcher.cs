using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Matching;

/// <summary>Finds what drives each unit of each layer, and what it does over a dataset. One forward pass an image; a few numbers for each unit leave the runtime, not the activations.</summary>
/// <remarks>Each processor reads images of its own and looks at them, one at a time: that is faster than sharing a batch. What is found does not depend on how many there are.</remarks>
public sealed class Matcher : IDisposable
{
    readonly Network network;
    readonly IReadOnlyList<Layer> layers;
    readonly MatchOptions options;
    readonly SessionPool sessions;
    TimeSpan spent;
    int timed;

    /// <summary>Makes a network ready to be matched.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layers">The layers wanted.</param>
    /// <param name="options">What is kept, and how.</param>
    public Matcher(Network network, IReadOnlyList<Layer> layers, MatchOptions? options = null)
    {
        (this.network, this.layers, this.options) = (network, layers, options ?? new());
        sessions = new([.. Ranked().Select((value, i) => (Output(i), value))], network.Device);
    }

    /// <summary>What each layer's units do, in short.</summary>
    Value[] Ranked()
    {
        string[] tensors = [.. layers.Select(layer => layer.Tensor)];
        if (options.Rank == Rank.Activation)
        {
            var plain = network.Apply(batch: 1, wanted: tensors);
            return [.. layers.Select(layer => plain.Summary(layer, plain.Tensors[layer.Tensor]))];
        }

        var score = network.KnownOutputs[0];
        var applied = network.Apply(batch: 1, wanted: [.. tensors, score]);
        var (activations, output) = (tensors.Select(tensor => applied.Tensors[tensor]).ToArray(), applied.Tensors[score]);
        var slopes = Gradient.Of(output.Max([.. Enumerable.Range(0, output.Shape.Rank)], keepDims: false), activations);
        return [.. layers.Select((layer, i) => applied.Summary(layer, activations[i] * slopes[i]))];
    }

    /// <summary>What looking at images has taken, in milliseconds an image and wall time, the first few of each run left out; null after too few.</summary>
    public double? MillisecondsPerImage => timed > 0 ? spent.TotalMilliseconds / timed : null;

    /// <summary>Looks at a black image, so that a network that cannot be run is known before any image is read.</summary>
    /// <exception cref="GraphException">It cannot be run.</exception>
    internal void Prove() => sessions.Sessions[0].Run();

    /// <summary>Nothing matched yet.</summary>
    public Matches Start() => new(layers.Select(layer => new LayerMatches(layer.Channels, layer.Height, layer.Width, options.Kept, options.Top)));

    /// <summary>Matches some consecutive images of a dataset.</summary>
    /// <param name="images">The dataset.</param>
    /// <param name="start">The first image.</param>
    /// <param name="count">How many.</param>
    /// <param name="seen">Called with each image that was seen, as it is, from several threads but never at once.</param>
    /// <param name="cancellationToken">Ends it between two images.</param>
    /// <returns>What was found in these images alone: the same whatever the number of workers.</returns>
    public Task<Matches> RunAsync(IReadOnlyList<ImageFile> images, int start, int count, Action<MatchedImage>? seen = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Run(images, start, count, seen, cancellationToken), cancellationToken);

    Matches Run(IReadOnlyList<ImageFile> images, int start, int count, Action<MatchedImage>? seen, CancellationToken cancellationToken)
    {
        var labels = DatasetLabels.Of(images);
        var coarseness = labels.Coarseness(layers.Sum(layer => layer.Channels));
        var (telling, clock) = (new Lock(), new WarmClock(sessions.Sessions.Count));
        var matches = Start();
        var workers = sessions.Sessions.Select(session => new Worker(session, layers, matches, coarseness ?? 0)).ToArray();
        var idle = new ConcurrentBag<Worker>(workers);
        network.Processors.ForEach(count, i =>
        {
            var sight = Read(start + i, images[start + i]);
            // As many turns as workers.
            idle.TryTake(out var worker);
            if (sight.Image is { } image) sight = worker!.Look(image, sight.Picture!, coarseness is null ? -1 : labels[images[image.Index]]) is { } skipped ? new(null, null, skipped) : sight;
            lock (telling)
            {
                if (sight.Skipped is not null) matches.Add(sight.Skipped);
                else
                {
                    matches.Add(sight.Image!);
                    clock.Tick();
                    seen?.Invoke(sight.Image!);
                }
            }

            idle.Add(worker!);
        }, cancellationToken);

        foreach (var worker in workers) worker.Note();
        (spent, timed) = (spent + clock.Spent, timed + clock.Ticks);
        return matches;
    }

    LookedAt Read(int index, ImageFile file)
    {
        try
        {
            var bytes = file.Read();
            return new(new(index, file.Name, Convert.ToHexStringLower(SHA256.HashData(bytes))), MatchedPictures.Decode(bytes, file, network, options.Fit), null);
        }
        catch (PictureException error)
        {
            return new(null, null, new(file.Name, error.Message));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => sessions.Dispose();

    static string Output(int layer) => $"layer/{layer}";

    sealed record LookedAt(MatchedImage? Image, Picture? Picture, SkippedFile? Skipped);

    /// <summary>Looks at images, and takes note of several at once.</summary>
    sealed class Worker(Session session, IReadOnlyList<Layer> layers, Matches matches, int coarseness)
    {
        readonly List<(Candidate Sight, float[][] Tables)> waiting = [];
        readonly Stack<float[][]> free = [];

        /// <returns>Why the image is left out, where the network cannot be run on it.</returns>
        internal SkippedFile? Look(MatchedImage image, Picture picture, int label)
        {
            picture.CopyPlanesTo(session.Input("image"));
            try
            {
                session.Run();
            }
            catch (GraphException error)
            {
                return new(image.Name, error.Message);
            }

            if (!free.TryPop(out var tables)) tables = [.. layers.Select(layer => new float[layer.Channels * UnitSummary.Numbers])];
            for (var layer = 0; layer < layers.Count; layer++) session.Output(Output(layer)).CopyTo(tables[layer]);
            waiting.Add((new(image.Index, Example.Hash(image.Index), label, UnitSummary.None), tables));
            if (waiting.Count == Candidate.Most) Note();
            return null;
        }

        internal void Note()
        {
            for (var layer = 0; layer < layers.Count; layer++)
            {
                // What is noted does not depend on the order, so one worker may go before another.
                lock (matches.Layers[layer]) Note(matches.Layers[layer], layer);
            }

            foreach (var (_, tables) in waiting) free.Push(tables);
            waiting.Clear();
        }

        // The runtime would otherwise run the first many images with code that it has not optimised yet.
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        void Note(LayerMatches known, int layer)
        {
            Span<Candidate> seen = stackalloc Candidate[waiting.Count];
            var images = CollectionsMarshal.AsSpan(waiting);
            for (var unit = 0; unit < known.Units; unit++)
            {
                for (var i = 0; i < seen.Length; i++) seen[i] = images[i].Sight with { Unit = UnitSummary.Read(images[i].Tables[layer], unit) };
                known.Add(unit, seen, coarseness);
            }
        }
    }

    /// <summary>Times the images after the first few of each worker.</summary>
    sealed class WarmClock(int workers)
    {
        readonly Stopwatch watch = new();
        int warming = 4 * workers;

        internal int Ticks { get; private set; }

        /// <summary>From the end of the warm-up to the last image.</summary>
        internal TimeSpan Spent { get; private set; }

        internal void Tick()
        {
            if (warming > 0)
            {
                if (--warming == 0) watch.Start();
                return;
            }

            (Ticks, Spent) = (Ticks + 1, watch.Elapsed);
        }
    }
}
