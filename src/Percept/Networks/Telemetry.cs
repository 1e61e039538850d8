using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Percept.Networks;

/// <summary>Keeps ONNX Runtime from storing or sending anything about its use, as it else does: a device's number and events, in the user's cache and to its makers.</summary>
/// <remarks>It looks once, as its library is loaded, at a variable of the process's own environment, which .NET keeps a copy of and does not write to.</remarks>
static partial class Telemetry
{
    const string Variable = "ORT_DISABLE_TELEMETRY", Off = "1";

    /// <summary>Runs before anything else of this assembly, so before any call of ONNX Runtime by it.</summary>
    [ModuleInitializer]
    [SuppressMessage("Usage", "CA2255", Justification = "Whoever uses the library must not have to switch it off.")]
    internal static void SwitchOff()
    {
        // For the processes that this one starts, and on Windows for this one.
        Environment.SetEnvironmentVariable(Variable, Off);
        _ = OperatingSystem.IsWindows() ? SetInRuntime(Variable, Off) : Set(Variable, Off, overwrite: 1);
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Set(string name, string value, int overwrite);

    /// <remarks>The C runtime on Windows has a copy of its own, too.</remarks>
    [LibraryImport("ucrtbase", EntryPoint = "_putenv_s", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial int SetInRuntime(string name, string value);
}
