namespace Percept.Answers.Concepts;

/// <summary>How units are compared with labels and masks.</summary>
/// <param name="Seed">The seed of every random number.</param>
/// <param name="Firing">With masks: the share of positions at which a unit counts as firing, the highest ones.</param>
public sealed record ConceptOptions(int Seed = 0, double Firing = 0.005);
