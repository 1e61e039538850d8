using System.Runtime.InteropServices;

namespace Percept.Networks;

/// <summary>Memory that native code let go of, and the C library keeps for later: with a session after the other that is most of a build's memory.</summary>
static partial class FreedMemory
{
    /// <summary>Gives it back to the system, where the C library can (glibc).</summary>
    internal static void Return()
    {
        if (!OperatingSystem.IsLinux()) return;
        try
        {
            _ = Trim(0);
        }
        catch (EntryPointNotFoundException)
        {
            // Other C libraries keep nothing.
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Trim(nuint kept);
}
