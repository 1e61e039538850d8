namespace Percept.Answers.Levels;

/// <summary>How much a figure says.</summary>
public enum FigureStyle
{
    /// <summary>A few large units a level and few words, for a book or a slide.</summary>
    Textbook,
    /// <summary>More units, two crops of each, and the numbers: what levels measure, and how far each visualization may be trusted.</summary>
    Detailed,
}
