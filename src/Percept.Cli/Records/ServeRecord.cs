namespace Percept.Cli.Records;

/// <summary>What <c>serve</c> prints once it listens.</summary>
/// <param name="Address">The explorer's address.</param>
/// <param name="Live">The address of the page that watches images live; null without the network.</param>
sealed record ServeRecord(string Address, string? Live);
