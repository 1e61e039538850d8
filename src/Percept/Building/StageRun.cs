using System.Runtime.ExceptionServices;
using Percept.Atlases;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Building;

/// <summary>A stage at work: it says how far it is, and does its items (a layer, a unit, all of it) so that one that fails is missing with a reason and never ends the others.</summary>
/// <param name="name">The stage's name.</param>
/// <param name="dataset">The images, where the stage needs them: where they have disappeared, that is why it failed.</param>
/// <param name="progress">Receives how far it is, and each failure.</param>
/// <param name="cancellationToken">Ends it soon.</param>
sealed class StageRun(string name, Dataset? dataset, IProgress<BuildProgress>? progress, CancellationToken cancellationToken)
{
    /// <summary>Ends the stage soon.</summary>
    internal CancellationToken Cancel => cancellationToken;

    /// <summary>What looking at an image took when matching, in milliseconds; null in other stages, and where there was too little to look at.</summary>
    internal double? MillisecondsPerImage { get; set; }

    internal void Report(double share, string detail) => progress?.Report(new(name, share, detail));

    /// <summary>Does an item.</summary>
    /// <param name="work">What is to be done.</param>
    /// <param name="layer">The layer that it is about; null for all of the stage.</param>
    /// <param name="unit">The unit that it is about; null for all of the layer.</param>
    /// <returns>That it is missing, and why, where it failed.</returns>
    internal MissingRecord? Try(Action work, Layer? layer = null, int? unit = null)
    {
        try
        {
            work();
            return null;
        }
        catch (Exception error) when (!EndsBuild(error))
        {
            return Missing(error, layer, unit);
        }
    }

    /// <inheritdoc cref="Try"/>
    internal async Task<MissingRecord?> TryAsync(Func<Task> work, Layer? layer = null, int? unit = null)
    {
        try
        {
            await work().ConfigureAwait(false);
            return null;
        }
        catch (Exception error) when (!EndsBuild(error))
        {
            return Missing(error, layer, unit);
        }
    }

    /// <summary>That an item is missing because of an error; one that ends the build is thrown again.</summary>
    /// <exception cref="BuildException">The folder of images has disappeared.</exception>
    internal MissingRecord Missing(Exception error, Layer? layer = null, int? unit = null)
    {
        if (EndsBuild(error)) ExceptionDispatchInfo.Throw(error);
        dataset?.ThrowIfGone();
        progress?.Report(new(name, 0, "") { Error = error });
        return new(name, layer?.Name, unit, SentenceOf(error));
    }

    /// <summary>Of a layer's missing units, one record where they are all of several and have one reason.</summary>
    internal static IReadOnlyList<MissingRecord> Joined(IEnumerable<MissingRecord> units, int all)
    {
        MissingRecord[] missing = [.. units.OrderBy(unit => unit.Unit)];
        return all > 1 && missing.Length == all && missing.All(unit => unit.Reason == missing[0].Reason) ? [missing[0] with { Unit = null }] : missing;
    }

    /// <summary>Whether nothing can go on after an error: it was cancelled, the disk is full or the file lost, or there is no memory left.</summary>
    static bool EndsBuild(Exception error) => error switch
    {
        AggregateException all => all.InnerExceptions.Any(EndsBuild),
        OperationCanceledException or AtlasException or BuildException or IOException or UnauthorizedAccessException or OutOfMemoryException => true,
        _ => false,
    };

    /// <summary>What is said of an error: its own sentence, or for one that should not be, its type and message.</summary>
    internal static string SentenceOf(Exception error) => error switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => SentenceOf(first),
        GraphException or PictureException => error.Message,
        _ => $"Percept failed where it should not ({error.GetType().Name}: {error.Message.ReplaceLineEndings(" ").TrimEnd('.', ' ')}).",
    };
}
