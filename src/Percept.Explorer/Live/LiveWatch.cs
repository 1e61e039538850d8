using System.Diagnostics;
using System.Security.Cryptography;
using Percept.Atlases;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Watching;

namespace Percept.Explorer.Live;

/// <summary>The network behind the live page: it looks at one image after another and says what every unit does.</summary>
sealed class LiveWatch : IDisposable
{
    /// <summary>An answer begins with the milliseconds it took, and how many layers follow.</summary>
    const int Header = 8;

    readonly Lazy<(Watcher Watcher, ActivationReferences Norms)> ready;
    readonly SemaphoreSlim turn = new(1);
    Task? preparing;

    /// <exception cref="SiteException">The atlas is about another network.</exception>
    internal LiveWatch(Network network, Atlas atlas)
    {
        if (network.Model.Hash != atlas.Identity.ModelSha256)
            throw new SiteException($"'{network.Model.Name}' is not the network that '{atlas.Path}' is about, {atlas.Identity.ModelName} (sha256 {atlas.Identity.ModelSha256[..12]}). Give that one, or none.");
        (Network, Layers, Heat) = (network, LiveLayer.Of(network, Header), new(network, atlas));
        ready = new(() =>
        {
            var watcher = new Watcher(network);
            watcher.Look(Picture.Filled(network.Preprocessing.Height, network.Preprocessing.Width, Rgb.Grey(192)));
            return (watcher, ActivationReferences.Of(atlas));
        });
    }

    internal Network Network { get; }

    internal IReadOnlyList<LiveLayer> Layers { get; }

    internal LiveHeat Heat { get; }

    /// <summary>What the page has to send along: no page elsewhere can know it.</summary>
    internal string Token { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>Begins to make the network ready, so that the first image does not wait for it.</summary>
    internal void Prepare() => preparing ??= Task.Run(() => ready.Value);

    /// <summary>Looks at an image file's bytes; images are looked at in turn.</summary>
    /// <exception cref="PictureException">They are no image, or too large a one.</exception>
    /// <exception cref="GraphException">The network cannot be run.</exception>
    internal async Task<byte[]> LookAsync(byte[] image, CancellationToken cancellationToken)
    {
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => Look(image), CancellationToken.None);
        }
        finally
        {
            turn.Release();
        }
    }

    byte[] Look(byte[] image)
    {
        var (watcher, norms) = ready.Value;
        var start = Stopwatch.GetTimestamp();
        watcher.Look(watcher.Decode(image, "the image", LiveEndpoint.Reading));
        var answer = GC.AllocateUninitializedArray<byte>(Layers[^1].End);
        Parallel.ForEach(Layers, layer => layer.Write(answer, watcher, norms));
        BitConverter.TryWriteBytes(answer, (float)Stopwatch.GetElapsedTime(start).TotalMilliseconds);
        BitConverter.TryWriteBytes(answer.AsSpan(sizeof(float)), Layers.Count);
        return answer;
    }

    public void Dispose()
    {
        // Whoever is still looking at an image is waited for.
        turn.Wait();
        preparing?.ContinueWith(_ => { }, TaskScheduler.Default).Wait();
        if (ready.IsValueCreated) ready.Value.Watcher.Dispose();
        Heat.Dispose();
        turn.Dispose();
    }
}
