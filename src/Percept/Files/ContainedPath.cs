namespace Percept.Files;

/// <summary>Names that come from a file and become paths: whatever they hold, they lead nowhere but into a folder.</summary>
static class ContainedPath
{
    /// <summary>The full path of a name in a folder; null where it would lead out of it.</summary>
    public static string? Of(string folder, string name)
    {
        if (name.Contains('\0', StringComparison.Ordinal)) return null;
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        var path = Path.GetFullPath(Path.Join(root, name));
        return path.StartsWith(Path.EndsInDirectorySeparator(root) ? root : root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : null;
    }
}
