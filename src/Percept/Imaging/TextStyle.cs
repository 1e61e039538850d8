namespace Percept.Imaging;

/// <summary>How words are set: pixels a line of capitals and descenders takes, weight, and whether lines are centred on one another.</summary>
readonly record struct TextStyle(int Size, bool Bold = false, bool Centered = false);
