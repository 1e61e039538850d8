using Percept.Atlases;
using Percept.Files;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Cli;

/// <summary>Which pixels of its images excite a unit, computed on demand.</summary>
sealed class HeatMaps(Network network, Atlas atlas, LayerRecord layer) : IDisposable
{
    readonly UnitGradient sensitivity = new(network, network.Find(layer.Tensor));

    /// <summary>Examples, all with their effective crops.</summary>
    internal IReadOnlyList<ExampleRecord> WithEffectiveCrops(IReadOnlyList<ExampleRecord> examples) =>
        [.. examples.Where(example => example.Effective is not null).Concat(EffectiveCrops.Of(sensitivity, atlas, examples.Where(example => example.Effective is null))).OrderBy(example => example.Rank)];

    /// <summary>Writes an example's whole image with the unit's gradient over it, as PNG.</summary>
    internal void Write(ExampleRecord example, string path) => AtomicFile.Write(path, EffectiveCrops.HeatMap(sensitivity, atlas, example).ToPng());

    public void Dispose() => sensitivity.Dispose();
}
