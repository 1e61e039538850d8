namespace Percept.Cli.Records;

/// <summary>What <c>work</c> prints.</summary>
/// <param name="Plan">The plan's folder.</param>
/// <param name="Done">How many shards were done now.</param>
/// <param name="Seconds">How long that took.</param>
sealed record WorkRecord(string Plan, int Done, double Seconds);
