namespace Percept.Answers.ActivationAtlases;

/// <summary>How an activation atlas is made.</summary>
/// <param name="Side">How many cells it has on a side.</param>
/// <param name="Seed">The seed that positions are drawn by.</param>
public sealed record ActivationAtlasOptions(int Side = 8, int Seed = 0);
