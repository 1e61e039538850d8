using Percept.Visualization.Terms;

namespace Percept.Visualization;

/// <summary>A scalar of activations, always maximised. Objectives are values: they add, scale, negate, compare, print, and parse back to themselves.</summary>
/// <remarks>Each is a weighted sum of <see cref="Term"/>s; what shall be small is subtracted. docs/objectives.md lists all kinds.</remarks>
public sealed partial class Objective : IEquatable<Objective>
{
    internal Objective(IReadOnlyList<(double Weight, Term Term)> terms) => Terms = terms;

    /// <summary>The terms with their weights.</summary>
    public IReadOnlyList<(double Weight, Term Term)> Terms { get; }

    /// <summary>The files that it names: pictures, masks, directions.</summary>
    public IEnumerable<string> Files => Terms.SelectMany(term => term.Term.Files).Distinct();

    /// <summary>What random numbers are drawn for: the objective without the folders of its files, so that a picture may lie anywhere.</summary>
    internal string Purpose => Files.Aggregate(ToString(), (text, file) => text.Replace(Syntax.Name(file), Syntax.Name(Path.GetFileName(file)), StringComparison.Ordinal));

    /// <inheritdoc/>
    public bool Equals(Objective? other) => other is not null && Terms.SequenceEqual(other.Terms);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Objective);

    /// <inheritdoc/>
    public override int GetHashCode() => Terms.Aggregate(0, HashCode.Combine);

    /// <summary>The objective as it is typed, such as <c>0.5*mixed4a:7 - mixed4b:2@3,3</c>.</summary>
    public override string ToString() => string.Concat(Terms.Select((term, i) =>
    {
        var size = Math.Abs(term.Weight);
        var sign = i == 0 ? term.Weight < 0 ? "-" : "" : term.Weight < 0 ? " - " : " + ";
        return sign + (size == 1 ? "" : Syntax.Number(size) + "*") + term.Term;
    }));
}
