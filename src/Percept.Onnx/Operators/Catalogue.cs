using System.Collections.Frozen;

namespace Percept.Onnx.Operators;

/// <summary>Every operator of which something is known beyond its signature.</summary>
static class Catalogue
{
    static readonly FrozenDictionary<string, Operator> entries = ((IReadOnlyList<Operator>[])
    [
        Arithmetic.All, Comparisons.All, Activations.All, Reductions.All, Products.All, Convolutions.All, Pools.All, Columns.All, Resizing.All, Samplers.All, Fourier.All, Normalizations.All,
        Copies.All, Reshaping.All, Slicing.All, Padding.All, Gathering.All, Scattering.All, Generation.All, Quantization.All, Recurrent.All, Unfollowed.All,
    ]).SelectMany(family => family).ToFrozenDictionary(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>All entries, by name.</summary>
    public static IEnumerable<Operator> All => entries.Values.OrderBy(entry => entry.Name, StringComparer.Ordinal);

    /// <summary>An operator's entry, or null where nothing more is known of it.</summary>
    public static Operator? Find(string name) => entries.GetValueOrDefault(name);

    /// <summary>Whether an operator has a trait.</summary>
    public static bool Is(string name, Traits trait) => Find(name)?.Traits.HasFlag(trait) == true;
}
