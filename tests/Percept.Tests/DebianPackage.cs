using System.ComponentModel;
using System.Diagnostics;

namespace Percept.Tests;

/// <summary>What tests need of a Debian or Ubuntu system, installed where it is missing.</summary>
static class DebianPackage
{
    /// <summary>Installs a package; false where there is no apt-get, or it may not or cannot.</summary>
    public static bool Install(string name)
    {
        if (!OperatingSystem.IsLinux()) return false;
        return Run("apt-get", "install", "-y", "--no-install-recommends", name)
            || (Run("apt-get", "update") && Run("apt-get", "install", "-y", "--no-install-recommends", name));
    }

    static bool Run(string command, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(command, arguments);
            process.WaitForExit();
            return process.ExitCode == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }
}
