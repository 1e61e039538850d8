using Microsoft.Playwright;
using Percept.Tests;

namespace Percept.Browser.Tests;

/// <summary>A Chromium to test with: the one named, the one installed, or one that is installed now.</summary>
static class Chromium
{
    static readonly string[] names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        var bundled = playwright.Chromium.ExecutablePath;
        if (Named() is not { } found)
        {
            Installer.Require("Chromium", () => OnPath() is not null || File.Exists(bundled), Install);
            found = OnPath() ?? bundled;
        }

        // A machine at work with other tests, or just installed, may take long over what is instant else.
        Assertions.SetDefaultExpectTimeout(60_000);

        // Without its sandbox it also runs as root in a container; it only ever sees pages of these tests.
        return await playwright.Chromium.LaunchAsync(new()
        {
            ExecutablePath = found,
            Args = ["--no-sandbox", "--use-fake-device-for-media-stream", "--disable-dev-shm-usage", "--disable-background-networking", "--disable-gpu"],
        });
    }

    static string? Named() => Environment.GetEnvironmentVariable("PERCEPT_CHROMIUM") is not { Length: > 0 } named ? null
        : File.Exists(named) ? named
        : throw new InvalidOperationException($"PERCEPT_CHROMIUM names '{named}', which is not there. Correct it, or leave it out to have one found.");

    static string? OnPath() =>
        (from folder in (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
         from name in names
         select Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <remarks>Debian's own is whole; Playwright's lacks the system's libraries there, and Ubuntu's package is none.</remarks>
    static void Install()
    {
        if (DebianPackage.CanInstall && File.ReadLines("/etc/os-release").Contains("ID=debian")) DebianPackage.Install("chromium");
        else if (Microsoft.Playwright.Program.Main(["install", .. DebianPackage.CanInstall ? ["--with-deps"] : Array.Empty<string>(), "chromium"]) != 0)
            throw new InvalidOperationException("The tests of the explorer need a Chromium, and none could be installed. Install one, or name one in PERCEPT_CHROMIUM.");
    }
}
