using Percept.Answers.Levels;

namespace Percept.Cli.Records;

/// <summary>What <c>figure</c> prints.</summary>
/// <param name="File">The figure's file.</param>
/// <param name="Style">Its style.</param>
sealed record FigureRecord(string File, FigureStyle Style);
