using System.Runtime.InteropServices;

namespace Percept.Networks;

/// <summary>Memory that was let go of and is kept for later, native by the C library and managed by the collector: with a session after the other that is most of a build's memory.</summary>
static partial class FreedMemory
{
    /// <summary>Weights that were made and copied leave so much in a moment, and where there is memory enough the collector is in no hurry.</summary>
    const long Much = 128L << 20;

    /// <summary>Gives it back to the system, where the C library can (glibc).</summary>
    internal static void Return()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) - GC.GetGCMemoryInfo(GCKind.FullBlocking).HeapSizeBytes > Much) GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
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
