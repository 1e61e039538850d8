using System.Globalization;
using System.Text.RegularExpressions;
using Percept.Atlases;
using Percept.Matching;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Explorer.Live;

/// <summary>Heat maps of examples, computed when somebody asks for one: those of the atlas's examples and no others, one at a time.</summary>
/// <remarks>The way back from the layer asked for last is kept ready, since whoever looks at one of its units looks at others.</remarks>
sealed partial class LiveHeat(Network network, Atlas atlas) : IDisposable
{
    readonly SemaphoreSlim turn = new(1);
    (int Layer, UnitGradient Sensitivity)? ready;

    /// <summary>The heat map at a path as PNG; null where the path is none's, or an operator on the way to the layer has no gradient.</summary>
    internal async Task<byte[]?> FindAsync(string path, CancellationToken cancellationToken)
    {
        if (Path().Match(path) is not { Success: true } match) return null;
        int[] numbers = [.. match.Groups.Values.Skip(1).Select(group => int.Parse(group.Value, CultureInfo.InvariantCulture))];
        var (layer, unit, rank) = (numbers[0], numbers[1], numbers[2]);
        if (atlas.Layers().SingleOrDefault(each => each.Index == layer) is not { } record || atlas.Examples(layer, unit).SingleOrDefault(each => each.Rank == rank) is not { } example) return null;
        await turn.WaitAsync(cancellationToken);
        try
        {
            return await Task.Run(() => EffectiveCrops.HeatMap(Of(record), atlas, example).ToPng(), CancellationToken.None);
        }
        catch (GraphException)
        {
            return null;
        }
        finally
        {
            turn.Release();
        }
    }

    UnitGradient Of(LayerRecord layer)
    {
        if (ready is { } known && known.Layer == layer.Index) return known.Sensitivity;
        ready?.Sensitivity.Dispose();
        ready = null;
        ready = (layer.Index, new(network, network.Find(layer.Tensor)));
        return ready.Value.Sensitivity;
    }

    public void Dispose()
    {
        // Whoever still waits for one gets it.
        turn.Wait();
        ready?.Sensitivity.Dispose();
        turn.Dispose();
    }

    [GeneratedRegex("^heat/([0-9]{1,9})/([0-9]{1,9})/([0-9]{1,9})\\.png$")]
    private static partial Regex Path();
}
