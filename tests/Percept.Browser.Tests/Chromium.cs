using Microsoft.Playwright;
using Percept.Tests;

namespace Percept.Browser.Tests;

/// <summary>A Chromium to test with: the one named, the one installed, or one that is installed now.</summary>
static class Chromium
{
    static readonly string[] names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

    public static async Task<IBrowser> LaunchAsync(IPlaywright playwright)
    {
        var found = Named() ?? OnPath();
        if (found is null && !InstallWithPlaywright(playwright)) found = InstallWithApt();
        if (found is null && !File.Exists(playwright.Chromium.ExecutablePath))
            throw new InvalidOperationException("No Chromium was found or could be installed. Install one (`apt-get install chromium`), or name one in PERCEPT_CHROMIUM.");

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

    static bool InstallWithPlaywright(IPlaywright playwright) =>
        File.Exists(playwright.Chromium.ExecutablePath) || (Microsoft.Playwright.Program.Main(["install", "chromium"]) == 0 && File.Exists(playwright.Chromium.ExecutablePath));

    static string? InstallWithApt() => DebianPackage.Install("chromium") ? OnPath() : null;
}
