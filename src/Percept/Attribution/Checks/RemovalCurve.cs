namespace Percept.Attribution.Checks;

/// <summary>How the objective changes as pixels are removed from the picture, or put back into it, those that count most first (Petsiuk et al., 2018).</summary>
/// <param name="Points">The objective's value after equal shares of the pixels, as a share of the way from none of them (0) to all of them (1).</param>
/// <param name="Chance">The mean area for maps of random blotches.</param>
/// <param name="Rise">The objective with all pixels of the picture less that with none.</param>
public sealed record RemovalCurve(IReadOnlyList<double> Points, double Chance, double Rise)
{
    /// <summary>The area under the points: for removal the lower the better, for putting back the higher the better.</summary>
    public double Area => Points.Zip(Points.Skip(1), (a, b) => (a + b) / 2).Average();
}
