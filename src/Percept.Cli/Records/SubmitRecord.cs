namespace Percept.Cli.Records;

/// <summary>What <c>submit</c> prints once the merge has ended.</summary>
/// <param name="Atlas">The atlas file.</param>
/// <param name="Code">The merge's exit code.</param>
sealed record SubmitRecord(string Atlas, int Code);

/// <summary>What <c>submit --no-wait</c> prints.</summary>
/// <param name="Jobs">The ids of the jobs.</param>
sealed record SubmittedRecord(IReadOnlyList<string> Jobs);
