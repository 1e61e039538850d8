namespace Percept.Imaging;

/// <summary>Places side by side, with words to their left.</summary>
sealed record MontageRow(IReadOnlyList<MontageCell> Cells, string Heading = "");
