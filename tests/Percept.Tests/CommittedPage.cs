using Percept.Tests.Cli;

namespace Percept.Tests;

/// <summary>A page of the repository that is made from the code, and that tests hold to it.</summary>
static class CommittedPage
{
    /// <summary>Fails where the page is not what the code makes of it, or, with PERCEPT_UPDATE=1 in the environment, writes it.</summary>
    internal static void AssertIs(string path, string made)
    {
        var file = Repository.File(path);
        if (Environment.GetEnvironmentVariable("PERCEPT_UPDATE") == "1") File.WriteAllText(file, made);
        if (!File.Exists(file)) Assert.Fail($"There is no {path}; write it with PERCEPT_UPDATE=1 in the environment.");

        var (committed, now) = (File.ReadAllText(file).ReplaceLineEndings("\n").Split('\n'), made.Split('\n'));
        var changes = committed.Except(now).Select(line => $"- {line}").Concat(now.Except(committed).Select(line => $"+ {line}")).Take(20);
        Assert.True(committed.SequenceEqual(now), $"{path} is not what the code makes of it. Run the test with PERCEPT_UPDATE=1 in the environment, and look at the difference before you commit it.\n{string.Join('\n', changes)}");
    }
}
