using System.Runtime.InteropServices;

namespace Percept.Files;

/// <summary>Files that are there whole or not at all, whatever becomes of the process or the machine: written beside, flushed to the disk, renamed, and the folder flushed too.</summary>
static partial class AtomicFile
{
    /// <summary>What files end in that are not whole yet; what is left of such is of no use.</summary>
    internal const string PartExtension = ".part";

    /// <summary>Writes beside the file and moves it into place; missing folders are made.</summary>
    public static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        Write(path, file => file.Write(bytes));
    }

    /// <summary>Writes beside the file and moves it into place.</summary>
    internal static void Write(string path, Action<Stream> write)
    {
        // Two processes, maybe on two machines, that write the same file must not write the same part of it.
        var part = $"{path}.{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid().ToString("N")[..8]}{PartExtension}";
        try
        {
            using (var file = new FileStream(part, FileMode.CreateNew, FileAccess.Write)) write(file);
            Rename(part, path);
        }
        catch
        {
            Discard(part);
            throw;
        }
    }

    /// <summary>Makes a file that is written take the place of another, or of none.</summary>
    internal static void Rename(string part, string path)
    {
        using (var file = File.OpenHandle(part, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(file);
        File.Move(part, path, overwrite: true);
        if (OperatingSystem.IsLinux()) FlushFolder(Path.GetDirectoryName(Path.GetFullPath(path))!);
    }

    /// <remarks>The error that came before says more than that its leftovers cannot be removed either.</remarks>
    static void Discard(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (IOException)
        {
        }
    }

    /// <remarks>Not every file system knows how to; the file itself is on the disk by now.</remarks>
    static void FlushFolder(string folder)
    {
        var handle = Open(folder, flags: 0);
        if (handle < 0) return;
        _ = Flush(handle);
        _ = Close(handle);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(int handle);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int handle);
}
