namespace Percept.Cli.Records;

/// <summary>Rows and columns of pixels.</summary>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
sealed record SizeRecord(int Height, int Width);
