namespace Percept.Cli.Records;

/// <summary>What <c>export</c> prints.</summary>
/// <param name="Site">The folder.</param>
/// <param name="Index">The page to open.</param>
sealed record ExportRecord(string Site, string Index);
