using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.FileProviders;
using Microsoft.Playwright;
using Percept.Explorer;
using Percept.Tests.Atlases;

namespace Percept.Browser.Tests;

/// <summary>One atlas three ways: live, exported and served under a sub-path, exported and opened from disk.</summary>
public sealed class Sites : IAsyncLifetime
{
    readonly TemporaryFolder folder = new();
    readonly ConcurrentQueue<string> problems = new();
    IPlaywright playwright = null!;
    IBrowser browser = null!;
    SiteServer live = null!;
    WebApplication files = null!;

    public Dictionary<string, string> Urls { get; } = [];

    public async ValueTask InitializeAsync()
    {
        var atlas = SampleAtlas.Build(folder["sample.percept"]);
        await SiteExport.ExportAsync(atlas, folder["exported"]);
        live = await SiteServer.StartAsync(atlas);
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        files = builder.Build();
        files.UseStaticFiles(new StaticFileOptions { FileProvider = new PhysicalFileProvider(folder["exported"]), RequestPath = "/a/sub path" });
        await files.StartAsync();

        Urls["live"] = live.Address.AbsoluteUri;
        Urls["exported"] = files.Urls.First() + "/a/sub path/index.html";
        Urls["from disk"] = new Uri(Path.Combine(folder["exported"], "index.html")).AbsoluteUri;
        playwright = await Playwright.CreateAsync();
        browser = await Chromium.LaunchAsync(playwright);
    }

    public async ValueTask DisposeAsync()
    {
        if (browser is not null) await browser.CloseAsync();
        playwright?.Dispose();
        await files.DisposeAsync();
        await live.DisposeAsync();
        folder.Dispose();
    }

    public async Task<IPage> OpenAsync(string site, int width = 1280, int height = 900, ColorScheme scheme = ColorScheme.Light)
    {
        problems.Clear();
        var context = await browser.NewContextAsync(new() { ViewportSize = new() { Width = width, Height = height }, ColorScheme = scheme });
        var page = await context.NewPageAsync();
        page.PageError += (_, error) => problems.Enqueue(error);
        page.Console += (_, message) => { if (message.Type is "error" or "warning") problems.Enqueue(message.Text); };
        page.Dialog += (_, dialog) => problems.Enqueue($"A dialog opened: {dialog.Message}");
        page.Response += (_, response) => { if (response.Status >= 400) problems.Enqueue($"{response.Url}: {response.Status}"); };
        // Leaving a page ends the loading of its pictures, which is no failure.
        page.RequestFailed += (_, request) => { if (request.Failure != "net::ERR_ABORTED") problems.Enqueue($"{request.Url}: {request.Failure}"); };
        await page.AddInitScriptAsync("document.addEventListener('securitypolicyviolation', e => console.error(`Refused by the security policy: ${e.violatedDirective} ${e.blockedURI}`))");
        await page.GotoAsync(Urls[site]);
        return page;
    }

    public void AssertNothingWentWrong() => Assert.Empty(problems);
}
