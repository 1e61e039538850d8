namespace Percept.Cli;

/// <summary>What the command ends with.</summary>
static class ExitCode
{
    /// <summary>Done.</summary>
    internal const int Done = 0;

    /// <summary>Done, with findings: images that were skipped, which are listed, or a check that did not hold.</summary>
    internal const int Findings = 1;

    /// <summary>The command was not understood.</summary>
    internal const int Usage = 2;

    /// <summary>A file or a name in it was refused; the same command would be refused again.</summary>
    internal const int Refused = 3;

    /// <summary>Something that should not happen.</summary>
    internal const int Unexpected = 70;

    /// <summary>Interrupted; finished work is kept, and the same command continues.</summary>
    internal const int Interrupted = 75;
}
