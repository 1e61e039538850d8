using System.Runtime.InteropServices;

namespace Percept.Onnx.Graphs.Reading;

/// <summary>Tells what .NET itself does not: whether a path is that of a plain file, and the only one of that file.</summary>
static class Links
{
    /// <summary>Whether the file can be reached by another name too; asked before it is opened, because opening a pipe waits.</summary>
    internal static bool IsPlainAndSole(string path)
    {
        if (OperatingSystem.IsLinux()) return Statx(-100, path, 0, 5, out var status) != 0 || (status.Links == 1 && (status.Mode & 0xF000) == 0x8000);
        if (!OperatingSystem.IsWindows()) return true;
        using var file = File.OpenHandle(path);
        return !GetFileInformationByHandle(file, out var information) || information.Links == 1;
    }

    [DllImport("libc", EntryPoint = "statx")]
    static extern int Statx(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, out Status status);

    [DllImport("kernel32", ExactSpelling = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    static extern bool GetFileInformationByHandle(SafeHandle file, out Information information);

    [StructLayout(LayoutKind.Explicit, Size = 256)]
    struct Status
    {
        [FieldOffset(16)] internal uint Links;
        [FieldOffset(28)] internal ushort Mode;
    }

    [StructLayout(LayoutKind.Explicit, Size = 52)]
    struct Information
    {
        [FieldOffset(40)] internal uint Links;
    }
}
