using System.Net;
using System.Text.Json;
using AngleSharp.Html.Parser;
using Percept.Atlases;
using Percept.Explorer;
using Percept.Networks;
using Percept.Tests.Cli;
using Percept.Tests.Imaging;
using Percept.Watching;

namespace Percept.Tests.Explorer;

public sealed class LiveTests : IAsyncLifetime
{
    readonly TemporaryFolder folder = new();
    readonly HttpClient client = new();
    Network network = null!;
    SiteServer server = null!;
    string token = "";

    public async ValueTask InitializeAsync()
    {
        var model = TinyNetwork.Write(folder);
        (await PerceptCommand.RunAsync("match", model, "--images", TinyNetwork.Images(folder), "--size=32,32", "-o", folder["a.percept"])).Assert(0);
        network = Network.Load(model, new() { Size = [32, 32] });
        server = await SiteServer.StartAsync(folder["a.percept"], network: network);
        token = new HtmlParser().ParseDocument(await client.GetStringAsync(new Uri(server.Address, Paths.Live))).GetElementById("live")!.GetAttribute("data-token")!;
    }

    public async ValueTask DisposeAsync()
    {
        client.Dispose();
        await server.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task The_answer_to_an_image_is_what_the_library_sees_in_it()
    {
        var image = Atlases.Drawing.Scene(3, 32);
        using var catalogue = JsonDocument.Parse(await client.GetStringAsync(new Uri(server.Address, Paths.LiveCatalogue), TestContext.Current.CancellationToken));
        var answer = await (await PostAsync(image)).Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken);

        using var watcher = new Watcher(network);
        using var atlas = Atlas.OpenRead(folder["a.percept"]);
        var norms = ActivationReferences.Of(atlas);
        watcher.Look(watcher.Decode(image, "scene"));
        foreach (var layer in network.Layers)
        {
            var sent = catalogue.RootElement.GetProperty("layers")[layer.Index];
            var (at, units) = (sent.GetProperty("offset").GetInt32(), watcher.Summaries(layer));
            for (var unit = 0; unit < units.Length; unit++)
            {
                Assert.Equal(units[unit].Max, BitConverter.ToSingle(answer, at + (4 * unit)));
                Assert.Equal(norms[layer, unit]!.Percentile(units[unit].Max), BitConverter.ToSingle(answer, at + (4 * (units.Length + unit))), 1e-3);
                Assert.Equal(units[unit].ArgMax, BitConverter.ToInt32(answer, at + (4 * ((2 * units.Length) + unit))));
                Assert.Equal(TopUnits.Order(layer, units, norms)[unit], BitConverter.ToInt32(answer, at + (4 * ((3 * units.Length) + unit))));
                var most = Math.Max(units[unit].Max, norms[layer, unit]!.Maximum);
                if (most <= 0) continue;
                var (maps, size) = (sent.GetProperty("mapsAt").GetInt32(), layer.Height * layer.Width);
                Assert.Equal(watcher.Map(layer, unit).ToArray().Select(activation => (byte)Math.Round(255 * Math.Max(0, activation) / most)), answer.AsSpan(maps + (unit * size), size).ToArray(), (a, b) => Math.Abs(a - b) <= 1);
            }
        }
    }

    [Fact]
    public async Task Only_the_page_s_own_posts_are_answered()
    {
        var image = Atlases.Drawing.Scene(3, 32);

        Assert.Equal(HttpStatusCode.OK, (await PostAsync(image)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(image, origin: "http://evil.example")).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(image, origin: null)).StatusCode);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(image, key: "guessed")).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.GetAsync(new Uri(server.Address, Paths.LiveLook), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.PostAsync(new Uri(server.Address, Paths.Live), null, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task What_is_no_image_too_large_or_damaged_is_refused_in_a_sentence()
    {
        await RefusedAsync("<svg xmlns='http://www.w3.org/2000/svg'/>"u8.ToArray(), HttpStatusCode.UnsupportedMediaType, "Only JPEG, PNG and WebP images are looked at.");
        await RefusedAsync([], HttpStatusCode.UnsupportedMediaType, "Only JPEG");
        await RefusedAsync(Atlases.Drawing.Scene(1, 32)[..200], HttpStatusCode.UnprocessableEntity, "is damaged or cannot be decoded");
        await RefusedAsync(Vast(), HttpStatusCode.UnprocessableEntity, "the limit is 50,000,000");
        await RefusedAsync(new byte[17 << 20], HttpStatusCode.RequestEntityTooLarge, "The image has more than 16 MiB");

        async Task RefusedAsync(byte[] body, HttpStatusCode status, string sentence)
        {
            var response = await PostAsync(body);
            Assert.Equal(status, response.StatusCode);
            Assert.Contains(sentence, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task The_live_page_has_nothing_that_the_security_policy_refuses()
    {
        var document = new HtmlParser().ParseDocument(await client.GetStringAsync(new Uri(server.Address, Paths.Live), TestContext.Current.CancellationToken));

        Assert.Empty(document.QuerySelectorAll("style, [style], script:not([src]), iframe, object, base, form"));
        Assert.DoesNotContain(document.All, element => element.Attributes.Any(attribute => attribute.Name.StartsWith("on", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Another_network_is_refused_in_a_sentence()
    {
        var other = Network.Load(TinyNetwork.Write(folder, "other.onnx", TinyNetwork.Model(activation: "Tanh")), new() { Size = [32, 32] });

        var error = await Assert.ThrowsAsync<SiteException>(() => SiteServer.StartAsync(folder["a.percept"], network: other, cancellationToken: TestContext.Current.CancellationToken));

        Assert.StartsWith("'other.onnx' is not the network that '", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_the_network_and_in_an_export_there_is_no_live_page_and_no_link_to_it()
    {
        await using var plain = await SiteServer.StartAsync(folder["a.percept"], cancellationToken: TestContext.Current.CancellationToken);
        await SiteExport.ExportAsync(folder["a.percept"], folder["site"], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync(new Uri(plain.Address, Paths.Live), TestContext.Current.CancellationToken)).StatusCode);
        Assert.Equal(HttpStatusCode.MethodNotAllowed, (await client.PostAsync(new Uri(plain.Address, Paths.LiveLook), null, TestContext.Current.CancellationToken)).StatusCode);
        Assert.DoesNotContain(Directory.EnumerateFiles(folder["site"], "*", SearchOption.AllDirectories), file => Path.GetFileName(file).StartsWith("live", StringComparison.Ordinal));
        Assert.All(Directory.EnumerateFiles(folder["site"], "*.html", SearchOption.AllDirectories), file => Assert.DoesNotContain(Paths.Live, File.ReadAllText(file), StringComparison.Ordinal));
    }

    /// <summary>A PNG that declares 20,000 x 20,000 pixels.</summary>
    static byte[] Vast()
    {
        var png = Atlases.Drawing.Scene(1, 8);
        (png[18], png[19], png[22], png[23]) = (0x4E, 0x20, 0x4E, 0x20);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), Atlases.Drawing.Crc(png[12..29]));
        return png;
    }

    async Task<HttpResponseMessage> PostAsync(byte[] image, string? origin = "", string? key = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(server.Address, Paths.LiveLook)) { Content = new ByteArrayContent(image) };
        if (origin is not null) request.Headers.Add("Origin", origin is "" ? server.Address.AbsoluteUri.TrimEnd('/') : origin);
        // What is too large is refused before it is sent.
        request.Headers.ExpectContinue = true;
        request.Headers.Add("X-Percept-Token", key ?? token);
        return await client.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
