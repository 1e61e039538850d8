using System.Text.Json;
using Percept.Answers.Trust;

namespace Percept.Cli.Records;

/// <summary>What <c>optimize</c> prints.</summary>
/// <param name="Results">An image for each objective, in the order in which they were asked for.</param>
/// <param name="MsPerUnitStep">Milliseconds a step of one image; null where every image was there already.</param>
/// <param name="Seconds">How long all of it took.</param>
sealed record OptimizeRecord(IReadOnlyList<OptimizedRecord> Results, double? MsPerUnitStep, double Seconds);

/// <summary>An optimised image.</summary>
/// <param name="Objective">What was maximised.</param>
/// <param name="Activation">The objective's value on the saved 8-bit image.</param>
/// <param name="Steps">Steps of ascent.</param>
/// <param name="Seed">The seed of every random number.</param>
/// <param name="File">The PNG; null where the objective could not be excited.</param>
/// <param name="Excited">Whether the image has a higher value than the one that ascent started from.</param>
/// <param name="Trust">How far it may be believed; null without an atlas.</param>
sealed record OptimizedRecord(string Objective, float Activation, int Steps, int Seed, string? File, bool Excited, JsonElement? Trust)
{
    internal static OptimizedRecord Of(Result result, TrustStatement? trust) =>
        new(result.Objective, result.Activation, result.Steps, result.Seed, result.File, result.Excited, trust?.ToElement());
}
