using System.Net;
using System.Net.Sockets;
using Percept.Atlases;
using Percept.Explorer;
using Percept.Tests.Atlases;

namespace Percept.Tests.Explorer;

public sealed class SiteServerTests : IAsyncLifetime
{
    readonly TemporaryFolder folder = new();
    readonly HttpClient client = new();
    SiteServer server = null!;

    public async ValueTask InitializeAsync() => server = await SiteServer.StartAsync(SampleAtlas.Build(folder["sample.percept"]));

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Theory]
    [InlineData("", "text/html")]
    [InlineData("layers/01-mixed2.html", "text/html")]
    [InlineData("images/3.png", "image/png")]
    [InlineData("figure.png", "image/png")]
    [InlineData("site.css", "text/css")]
    [InlineData("site.js", "text/javascript")]
    [InlineData("icon.svg", "image/svg+xml")]
    public async Task Pages_and_files_come_with_their_type_and_a_strict_policy(string path, string mediaType)
    {
        var response = await GetAsync(path);

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(mediaType, response.Content.Headers.ContentType!.MediaType);
        Assert.StartsWith("default-src 'self';", response.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Equal("nosniff", response.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(server.Address.IsLoopback);
    }

    [Theory, InlineData("nothing.html"), InlineData("../sample.percept"), InlineData("%2e%2e/sample.percept"), InlineData("..%2fsample.percept"), InlineData("%252e%252e%252fsample.percept"), InlineData("..%5csample.percept"), InlineData("sample.percept"), InlineData("images/../site.css%00"), InlineData("images/999.png"), InlineData("/etc/passwd")]
    public async Task Anything_else_is_not_found_and_says_so(string path)
    {
        var response = await GetAsync(path);

        Assert.Contains(response.StatusCode, new[] { HttpStatusCode.NotFound, HttpStatusCode.BadRequest });
        Assert.DoesNotContain("SQLite", await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory, InlineData("evil.example"), InlineData("127.0.0.1.evil.example"), InlineData("192.168.1.5")]
    public async Task Another_host_s_name_is_refused(string host)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, server.Address) { Headers = { Host = host } };

        Assert.Equal(HttpStatusCode.BadRequest, (await client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Only_reading_is_allowed()
    {
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.PostAsync(server.Address, null, TestContext.Current.CancellationToken)).StatusCode);
        using var head = await client.SendAsync(new(HttpMethod.Head, server.Address), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, head.StatusCode);
        Assert.True(head.Content.Headers.ContentLength > 1000);
    }

    [Fact]
    public async Task An_atlas_that_grows_while_it_is_served_shows_it()
    {
        using (var writer = Atlas.OpenWrite(folder["sample.percept"], SampleAtlas.Identity))
            writer.Write(new("more"), t => t.PutImage(new(100, "new", "", 1, 1), Drawing.Scene(100, 8)));

        Assert.Equal(HttpStatusCode.OK, (await GetAsync("images/100.png")).StatusCode);
    }

    [Fact]
    public async Task A_taken_port_is_refused_in_a_sentence()
    {
        var error = await Assert.ThrowsAsync<SiteException>(() => SiteServer.StartAsync(folder["sample.percept"], server.Address.Port, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Equal($"Port {server.Address.Port} of 127.0.0.1 is taken. Choose another port, or 0 for a free one.", error.Message);
    }

    [Fact]
    public async Task What_is_no_atlas_is_refused() =>
        await Assert.ThrowsAsync<AtlasException>(() => SiteServer.StartAsync(folder["none.percept"], cancellationToken: TestContext.Current.CancellationToken));

    [Fact]
    public async Task Serving_ends_when_it_is_cancelled_and_frees_the_port()
    {
        using var stop = new CancellationTokenSource();
        Uri? address = null;
        await SiteServer.ServeAsync(folder["sample.percept"], 0, started => { address = started; stop.Cancel(); }, cancellationToken: stop.Token);

        using var socket = new TcpListener(IPAddress.Loopback, address!.Port);
        socket.Start();
    }

    Task<HttpResponseMessage> GetAsync(string path) => client.GetAsync(new Uri(server.Address.AbsoluteUri + path, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true }), TestContext.Current.CancellationToken);
}
