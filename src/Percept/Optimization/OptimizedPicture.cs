using Percept.Imaging;

namespace Percept.Optimization;

/// <summary>What optimisation found for an objective.</summary>
/// <param name="Objective">What was maximised.</param>
/// <param name="Picture">The image, with 8 bits a channel.</param>
/// <param name="Activation">What this very picture reaches, without transforms: a unit's highest activation, or the objective's score where it is not one unit.</param>
/// <param name="Recipe">How it was found.</param>
public sealed record OptimizedPicture(Objective Objective, Picture Picture, float Activation, Recipe Recipe);

/// <summary>How far an optimisation is.</summary>
/// <param name="Done">Objectives that are finished.</param>
/// <param name="Total">All objectives.</param>
/// <param name="Share">The share of all steps that are taken, 0 to 1.</param>
public sealed record OptimizationProgress(int Done, int Total, double Share);
