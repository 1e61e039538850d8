namespace Percept.Tests;

/// <summary>What tests need of a Debian or Ubuntu system, installed where it is missing.</summary>
static class DebianPackage
{
    /// <summary>For how long others may install in the meantime.</summary>
    const int Patience = 600;

    /// <summary>Whether this system installs by apt-get.</summary>
    public static bool CanInstall => OperatingSystem.IsLinux() && File.Exists("/usr/bin/apt-get");

    /// <summary>Makes sure that files of packages are there; skips the test, with a sentence, on a system that has no such packages.</summary>
    /// <param name="file">A file or folder that the packages bring.</param>
    /// <param name="packages">The packages.</param>
    /// <exception cref="InvalidOperationException">They cannot be installed.</exception>
    public static void Require(string file, params string[] packages) => Require([file], packages);

    /// <inheritdoc cref="Require(string, string[])"/>
    /// <param name="files">Files or folders that the packages bring.</param>
    /// <param name="packages">The packages.</param>
    public static void Require(IReadOnlyList<string> files, params string[] packages)
    {
        if (CanInstall) Installer.Require(string.Join(' ', packages), () => files.All(Path.Exists), () => Install(packages));
        else if (files.FirstOrDefault(file => !Path.Exists(file)) is { } file) Xunit.Assert.Skip($"'{file}' is not here, and there is no apt-get to install it: it is of {string.Join(' ', packages)}, on Debian or Ubuntu.");
    }

    /// <summary>Installs packages; to be called in an installer's turn.</summary>
    /// <exception cref="InvalidOperationException">They cannot be installed.</exception>
    public static void Install(params string[] packages)
    {
        string[] install = ["install", "-y", "--no-install-recommends", .. packages];
        if (AptGet(install).Code == 0) return;

        // The lists may be missing or old, or an installation may have been cut off.
        Privileged("dpkg", "--configure", "-a");
        var updated = AptGet("update");
        var (code, said) = AptGet(install);
        if (code != 0)
            throw new InvalidOperationException($"A test needs {string.Join(' ', packages)}, and apt-get cannot install it. Run `sudo apt-get install {string.Join(' ', packages)}` and test again.\n{(updated.Code == 0 ? "" : updated.Said + '\n')}{said}");
    }

    /// <remarks>apt-get waits for dpkg's lock, but not for those of its lists and its cache.</remarks>
    static (int Code, string Said) AptGet(params string[] arguments)
    {
        for (var tries = 0; ; tries++)
        {
            var ended = Privileged(["apt-get", "-q", "-o", $"DPkg::Lock::Timeout={Patience}", "-o", "Acquire::Retries=3", .. arguments]);
            if (ended.Code == 0 || tries == Patience || !ended.Said.Contains("Could not get lock", StringComparison.Ordinal)) return ended;
            Thread.Sleep(1000);
        }
    }

    static (int Code, string Said) Privileged(params string[] words)
    {
        words = ["env", "DEBIAN_FRONTEND=noninteractive", .. words];
        return Environment.IsPrivilegedProcess ? Installer.Run(words[0], words[1..]) : Installer.Run("sudo", ["-n", .. words]);
    }
}
