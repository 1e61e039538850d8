using Percept.Onnx;

namespace Percept.Cli;

/// <summary>What a user reads about an exception: one sentence and an <see cref="ExitCode"/>.</summary>
static class Failures
{
    /// <summary>The errors that a full disk is reported by: ENOSPC and EDQUOT, and ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL.</summary>
    static readonly HashSet<int> full = [28, 122, unchecked((int)0x80070027), unchecked((int)0x80070070)];

    internal static (int Code, string Sentence) Describe(Exception error) => error switch
    {
        AggregateException { InnerExceptions: [var first, ..] } => Describe(first),
        OperationCanceledException => (ExitCode.Interrupted, "Interrupted: finished work is kept, and the same command continues from there."),
        PerceptException { CanRetry: true } => (ExitCode.Interrupted, error.Message),
        PerceptException when IsFull(error.InnerException) => (ExitCode.Interrupted, error.Message),
        IOException when IsFull(error) => (ExitCode.Interrupted, "The disk is full: finished work is kept. Free some space and run the same command again."),
        PerceptException or FileNotFoundException => (ExitCode.Refused, error.Message),
        IOException or UnauthorizedAccessException => (ExitCode.Refused, $"A file or folder cannot be used: {error.Message} Check the path and your permissions."),
        OutOfMemoryException => (ExitCode.Refused, "There is not enough memory: choose a smaller --batch or --size, or a larger machine."),
        _ => (ExitCode.Unexpected, $"Percept failed where it should not ({error.GetType().Name}: {error.Message}). "
            + "Please report it with the command, what `percept --version` says, and what is printed with PERCEPT_TRACE=1 in the environment."),
    };

    static bool IsFull(Exception? error) => error is IOException && full.Contains(error.HResult);
}
