using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Percept.Atlases;
using Percept.Explorer.Live;
using Percept.Networks;

namespace Percept.Explorer;

/// <summary>The explorer of an atlas, live on this machine.</summary>
/// <remarks>
/// It answers on 127.0.0.1 and only to names of this machine, so that no page elsewhere can reach it by rebinding a name.
/// No URL is ever a path of the file system: pages and pictures are looked up in the site's own list.
/// </remarks>
public sealed class SiteServer : IAsyncDisposable
{
    readonly Atlas atlas;
    readonly WebApplication app;
    readonly LiveWatch? live;
    Dictionary<string, Func<Task<(string MediaType, byte[]? Content)>>> contents;

    SiteServer(Atlas atlas, int port, Network? network)
    {
        this.atlas = atlas;
        live = network is null ? null : new(network, atlas);
        contents = Contents();
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel => (kestrel.AddServerHeader, kestrel.Limits.MaxRequestBodySize) = (false, LiveEndpoint.MostBytes)).UseUrls($"http://127.0.0.1:{port}");
        builder.Services.AddSingleton<IHostLifetime, CallersLifetime>();
        builder.Services.AddHostFiltering(hosts => (hosts.AllowedHosts, hosts.AllowEmptyHosts) = (["127.0.0.1", "localhost", "[::1]"], false));
        app = builder.Build();
        app.UseHostFiltering();
        app.Run(AnswerAsync);
    }

    /// <summary>Where it answers, such as <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Address => new(app.Urls.First());

    /// <summary>Opens the atlas read-only and answers on a port of 127.0.0.1 until disposed; 0 takes a free port.</summary>
    /// <exception cref="AtlasException">The file is not an atlas that can be read.</exception>
    /// <param name="atlasPath">The atlas.</param>
    /// <param name="port">The port.</param>
    /// <param name="network">The atlas's network, to watch images live; null for pages alone.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SiteException">The port is taken, or the atlas is about another network.</exception>
    public static async Task<SiteServer> StartAsync(string atlasPath, int port = 0, Network? network = null, CancellationToken cancellationToken = default)
    {
        var atlas = Atlas.OpenRead(atlasPath);
        SiteServer? server = null;
        try
        {
            server = new(atlas, port, network);
            await server.app.StartAsync(cancellationToken);
            return server;
        }
        catch (Exception error)
        {
            if (server is not null) await server.app.DisposeAsync();
            server?.live?.Dispose();
            atlas.Dispose();
            if (error is IOException { InnerException: AddressInUseException })
                throw new SiteException($"Port {port} of 127.0.0.1 is taken. Choose another port, or 0 for a free one.", error);
            throw;
        }
    }

    /// <summary>Opens the atlas read-only, tells the address, and answers until cancelled.</summary>
    /// <inheritdoc cref="StartAsync"/>
    public static async Task ServeAsync(string atlasPath, int port, Action<Uri> started, Network? network = null, CancellationToken cancellationToken = default)
    {
        await using var server = await StartAsync(atlasPath, port, network, cancellationToken);
        started(server.Address);
        await Task.Delay(Timeout.Infinite, cancellationToken).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Stops answering and lets go of the atlas.</summary>
    public async ValueTask DisposeAsync()
    {
        await app.DisposeAsync();
        live?.Dispose();
        atlas.Dispose();
    }

    async Task AnswerAsync(HttpContext http)
    {
        var (request, response) = (http.Request, http.Response);
        response.Headers.ContentSecurityPolicy = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "no-referrer";
        response.Headers["Cross-Origin-Resource-Policy"] = "same-origin";
        response.Headers.CacheControl = "no-cache";
        if (live is not null && request.Path == "/" + Paths.LiveLook)
        {
            await LiveEndpoint.AnswerAsync(http, live);
            return;
        }

        if (!HttpMethods.IsGet(request.Method) && !HttpMethods.IsHead(request.Method))
        {
            response.StatusCode = StatusCodes.Status405MethodNotAllowed;
            return;
        }

        var path = request.Path.Value is null or "/" ? Paths.Home : request.Path.Value[1..];
        if (!contents.TryGetValue(path, out var read))
        {
            contents = Contents();   // the atlas may have grown
            contents.TryGetValue(path, out read);
        }
        var (mediaType, content) = read is not null ? await read() : live is not null ? ("image/png", await live.Heat.FindAsync(path, http.RequestAborted)) : default;
        if (content is null)
        {
            response.StatusCode = StatusCodes.Status404NotFound;
            (mediaType, content) = await HtmlAsync(new Site(atlas, live).NotFound());
        }
        (response.ContentType, response.ContentLength) = (mediaType, content!.Length);
        if (HttpMethods.IsGet(request.Method)) await response.Body.WriteAsync(content, http.RequestAborted);
    }

    Dictionary<string, Func<Task<(string, byte[]?)>>> Contents()
    {
        var site = new Site(atlas, live);
        var found = site.Files().ToDictionary(file => file.Path, file => new Func<Task<(string, byte[]?)>>(() => Task.FromResult((file.MediaType, file.Read()))));
        foreach (var page in site.Pages()) found[page.Path] = () => HtmlAsync(page);
        return found;
    }

    static async Task<(string, byte[]?)> HtmlAsync(Page page) => ("text/html; charset=utf-8", Encoding.UTF8.GetBytes(await PageRenderer.RenderAsync(page)));

    /// <summary>Leaves Ctrl+C and the like to whoever started the server.</summary>
    sealed class CallersLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
