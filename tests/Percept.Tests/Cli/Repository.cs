namespace Percept.Tests.Cli;

/// <summary>The working copy that the tests were built from.</summary>
static class Repository
{
    public static string File(string name)
    {
        var folder = AppContext.BaseDirectory;
        while (!System.IO.File.Exists(Path.Join(folder, "Percept.slnx"))) folder = Path.GetDirectoryName(folder)!;
        return Path.Join(folder, name);
    }
}
