namespace Percept.Answers.Groups;

/// <summary>How units are grouped.</summary>
/// <param name="Count">How many groups.</param>
/// <param name="Examples">In how many images each group is shown.</param>
/// <param name="Seed">The seed of every random number.</param>
public sealed record GroupOptions(int Count = 6, int Examples = 5, int Seed = 0);
