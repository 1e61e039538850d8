namespace Percept.Imaging;

/// <summary>Rows that belong together, under a title and a line of text.</summary>
sealed record MontageBand(IReadOnlyList<MontageRow> Rows, string Title = "", string Text = "");
