namespace Percept.Imaging;

/// <summary>Places side by side, with words to their left.</summary>
public sealed record MontageRow(IReadOnlyList<MontageCell> Cells, string Heading = "");
