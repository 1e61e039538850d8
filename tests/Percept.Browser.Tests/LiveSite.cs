using System.Collections.Concurrent;
using Microsoft.Playwright;
using Percept.Building;
using Percept.Demo;
using Percept.Explorer;
using Percept.Imaging;
using Percept.Pipeline;

namespace Percept.Browser.Tests;

/// <summary>The demo's network with a small atlas of it, served with the live page.</summary>
public sealed class LiveSite : IAsyncLifetime
{
    readonly Percept.Tests.Atlases.TemporaryFolder folder = new();
    readonly ConcurrentQueue<string> problems = new();
    IPlaywright playwright = null!;
    IBrowser browser = null!;
    SiteServer server = null!;

    public int Layers { get; private set; }

    public async ValueTask InitializeAsync()
    {
        var network = DemoNetwork.Faces.Load();
        await AtlasBuilder.BuildAsync(network, new ImageFolder(Path.Combine(DemoNetwork.Faces.ImagePath, "cats")), folder["cats.percept"], new() { Stages = Stages.Layers | Stages.Matching });
        (Layers, server) = (network.Layers.Count, await SiteServer.StartAsync(folder["cats.percept"], network: network));
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.LaunchAsync(playwright);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    public async Task<IPage> OpenAsync(string path = "live.html", int width = 1280, ColorScheme scheme = ColorScheme.Light)
    {
        problems.Clear();
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = 900 }, ColorScheme = scheme, Permissions = ["camera"] });
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => problems.Enqueue(error);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") problems.Enqueue(message.Text); };
        await page.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', e => console.error(`Refused by the security policy: ${e.violatedDirective} ${e.blockedURI}`))");
        await page.GotoAsync(server.Address + path);
        if (path == "live.html") await page.WaitForSelectorAsync("#live[data-ready]");
        return page;
    }

    public void AssertNothingWentWrong() => Assert.Empty(problems);
}
