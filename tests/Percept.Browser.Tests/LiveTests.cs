using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Percept.Tests.Atlases;
using static Microsoft.Playwright.Assertions;

namespace Percept.Browser.Tests;

public sealed partial class LiveTests(LiveSite site) : IClassFixture<LiveSite>
{
    [Fact]
    public async Task An_image_dropped_on_the_page_shows_every_layer_and_keys_move_over_units_and_layers()
    {
        var page = await site.OpenAsync();
        await DropAsync(page, "scene.png", Drawing.Scene(3, 200));

        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync(new Regex(@"^scene\.png: \d+ ms on the server"));
        await Expect(page.GetByRole(AriaRole.Tab)).ToHaveCountAsync(site.Layers);
        var first = await UnitAsync(page);
        await Expect(page.Locator("#numbers")).ToHaveTextAsync(new Regex(@"^Reaches \d.*more than in [\d.]+ % of the atlas's images"));
        Assert.True(await ColoursAsync(page, "#grid") > 20, "the grid is drawn");
        Assert.True(await ColoursAsync(page, "#now") > 20, "the image is drawn");
        Assert.True(await ColoursAsync(page, "#crop") > 5, "the best crop is drawn");
        Assert.True(await ColoursAsync(page, "[role=tab]:last-child canvas") > 1, "the last layer is drawn");

        await page.Keyboard.PressAsync("o");
        await Expect(page.GetByRole(AriaRole.Tab, new() { Selected = true })).Not.ToContainTextAsync(first.Layer + " ");
        var next = await UnitAsync(page);
        Assert.NotEqual(first.Layer, next.Layer);
        await page.Keyboard.PressAsync("u");
        Assert.Equal(first.Layer, (await UnitAsync(page)).Layer);

        await page.Keyboard.PressAsync("2");
        await Expect(page.Locator("#top li:nth-child(2) button")).ToHaveAttributeAsync("aria-current", "true");
        while ((await UnitAsync(page)).Unit > 0) await page.Keyboard.PressAsync("ArrowLeft");
        await page.Keyboard.PressAsync("ArrowLeft");
        Assert.Equal(0, (await UnitAsync(page)).Unit);
        await page.Keyboard.PressAsync("ArrowRight");
        Assert.Equal(1, (await UnitAsync(page)).Unit);
        await page.Keyboard.PressAsync("ArrowDown");
        Assert.True((await UnitAsync(page)).Unit > 1);
        await page.Keyboard.PressAsync("ArrowUp");
        Assert.Equal(1, (await UnitAsync(page)).Unit);

        await page.GetByRole(AriaRole.Link, new() { Name = $"{first.Layer}:1", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync($"{first.Layer}:1");
        site.AssertNothingWentWrong();
    }

    [Fact]
    public async Task The_address_keeps_the_unit_and_an_image_of_the_atlas()
    {
        var page = await site.OpenAsync("images/2.html");
        await page.GetByRole(AriaRole.Link, new() { Name = "Watch what every unit does on it" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync(new Regex("^images/2"));
        await page.Keyboard.PressAsync("o");
        await page.Keyboard.PressAsync("m");
        var before = await UnitAsync(page);

        await page.ReloadAsync();

        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync(new Regex("^images/2"));
        Assert.Equal(before, await UnitAsync(page));
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Map m" })).ToHaveAttributeAsync("aria-pressed", "false");
        site.AssertNothingWentWrong();
    }

    [Fact]
    public async Task A_click_on_a_crop_shows_what_of_its_image_counts()
    {
        var page = await site.OpenAsync("units/12-re-lu-11/3.html");
        var frame = page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Whole image of crop 1,") });

        await frame.ClickAsync();

        var heat = frame.GetByAltText("Heat map");
        await Expect(heat).ToBeVisibleAsync();
        Assert.Equal(256, await heat.EvaluateAsync<int>("image => image.decode().then(() => image.naturalWidth)"));
        await Expect(frame).ToHaveAttributeAsync("aria-pressed", "true");
        await frame.ClickAsync();
        await Expect(heat).ToBeHiddenAsync();
        site.AssertNothingWentWrong();
    }

    [Fact]
    public async Task Two_images_are_compared()
    {
        var page = await site.OpenAsync();
        await page.GetByLabel("Choose an image").SetInputFilesAsync(new FilePayload { Name = "one.png", MimeType = "image/png", Buffer = Drawing.Scene(1, 200) });
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync(new Regex("^one.png"));

        await page.Keyboard.PressAsync("c");
        await page.GetByLabel("Choose an image").SetInputFilesAsync(new FilePayload { Name = "two.png", MimeType = "image/png", Buffer = Drawing.Scene(7, 200) });
        await Expect(page.GetByText("kept: one.png")).ToBeVisibleAsync();
        await Expect(page.Locator("#now-words")).ToHaveTextAsync("two.png");
        await Expect(page.GetByText("Differs most in this layer")).ToBeVisibleAsync();
        await Expect(page.Locator("#numbers")).ToContainTextAsync("On the kept image it reaches");

        await page.Keyboard.PressAsync("c");
        await Expect(page.Locator("#kept")).ToBeHiddenAsync();
        site.AssertNothingWentWrong();
    }

    [Fact]
    public async Task The_camera_is_watched_until_it_is_frozen()
    {
        var page = await site.OpenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Camera" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync(new Regex("frames a second"), new() { Timeout = 60_000 });

        await page.Locator("#grid").FocusAsync();
        await page.Keyboard.PressAsync(" ");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Freeze space" })).ToHaveAttributeAsync("aria-pressed", "true");
        var frames = await FramesAsync(page);
        await page.WaitForTimeoutAsync(2000);
        // One may have been on its way.
        var frozen = await FramesAsync(page);
        Assert.InRange(frozen, frames, frames + 1);

        await page.Keyboard.PressAsync(" ");
        await Expect(page.Locator("#live")).Not.ToHaveAttributeAsync("data-frames", $"{frozen}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Camera" }).ClickAsync();
        site.AssertNothingWentWrong();
    }

    [Fact]
    public async Task The_keys_are_told_on_asking()
    {
        var page = await site.OpenAsync();

        await page.Keyboard.PressAsync("?");
        await Expect(page.GetByRole(AriaRole.Dialog, new() { Name = "Keys" })).ToContainTextAsync("freeze the camera's image");
        await page.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        site.AssertNothingWentWrong();
    }

    [Fact]
    public async Task What_is_no_image_is_refused_and_what_the_server_refuses_is_told()
    {
        var page = await site.OpenAsync();
        await DropAsync(page, "notes.txt", "no image"u8.ToArray());
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("'notes.txt' is no image that this browser can read.");
        site.AssertNothingWentWrong();

        await page.EvaluateAsync("document.getElementById('live').dataset.token = 'guessed'");
        await DropAsync(page, "scene.png", Drawing.Scene(3, 200));
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync("Only the live page of this server may post images. Load the page again.");
    }

    [Theory, InlineData(1280, ColorScheme.Dark), InlineData(390, ColorScheme.Light)]
    public async Task The_page_fits_the_window(int width, ColorScheme scheme)
    {
        var page = await site.OpenAsync(width: width, scheme: scheme);
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        await DropAsync(page, "scene.png", Drawing.Scene(3, 200));
        await Expect(page.GetByRole(AriaRole.Status)).ToHaveTextAsync(new Regex("^scene.png"));
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
    }

    static async Task DropAsync(IPage page, string name, byte[] bytes)
    {
        var dropped = await page.EvaluateHandleAsync(
            "([name, text]) => { const data = new DataTransfer(); data.items.add(new File([Uint8Array.from(atob(text), c => c.charCodeAt(0))], name, { type: name.endsWith('.png') ? 'image/png' : 'text/plain' })); return data; }",
            new[] { name, Convert.ToBase64String(bytes) });
        await page.DispatchEventAsync("#live", "drop", new { dataTransfer = dropped });
    }

    /// <summary>The unit that is chosen, once what was pressed last is drawn.</summary>
    static async Task<(string Layer, int Unit)> UnitAsync(IPage page)
    {
        await page.EvaluateAsync("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))");
        var name = Name().Match((await page.Locator("#unit a").TextContentAsync())!);
        return (name.Groups[1].Value, int.Parse(name.Groups[2].Value, System.Globalization.CultureInfo.InvariantCulture));
    }

    static Task<int> FramesAsync(IPage page) => page.EvaluateAsync<int>("Number(document.getElementById('live').dataset.frames)");

    static Task<int> ColoursAsync(IPage page, string canvas) => page.EvaluateAsync<int>("selector => { const c = document.querySelector(selector); return new Set(new Uint32Array(c.getContext('2d').getImageData(0, 0, c.width, c.height).data.buffer)).size; }", canvas);

    [GeneratedRegex("^(.*):(\\d+)$")]
    private static partial Regex Name();
}
