using Microsoft.Playwright;
using Percept.Tests.Atlases;
using static Microsoft.Playwright.Assertions;

namespace Percept.Browser.Tests;

public sealed class ExplorerTests(Sites sites) : IClassFixture<Sites>
{
    public static TheoryData<string> Ways => ["live", "exported", "from disk"];

    [Theory, MemberData(nameof(Ways))]
    public async Task A_reader_opens_a_layer_and_then_one_of_its_units_and_turns_to_the_next(string site)
    {
        var page = await sites.OpenAsync(site);
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("sample <b>net</b>.onnx");
        await AssertPicturesAreDrawnAsync(page);

        await page.GetByRole(AriaRole.Link, new() { Name = "mixed2", Exact = true }).ClickAsync();
        await Expect(page.Locator(".units li").First).ToBeVisibleAsync();
        await AssertPicturesAreDrawnAsync(page);
        await page.GetByRole(AriaRole.Link, new() { Name = "mixed2:4", Exact = true }).ClickAsync();

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "mixed2:4" })).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button)).ToHaveCountAsync(9);
        Assert.True(await page.GetByAltText("mixed2:4, optimised", new() { Exact = true }).EvaluateAsync<bool>("image => image.complete && image.naturalWidth > 0"));
        await AssertPicturesAreDrawnAsync(page);

        await page.Keyboard.PressAsync("ArrowRight");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("mixed2:5");
        await Expect(page.GetByText("Nothing: its activation is the same on every image")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "mixed2:4" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("mixed2:4");
        sites.AssertNothingWentWrong();
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_crop_shows_its_whole_image_when_pointed_at_and_when_reached_with_the_keyboard(string site)
    {
        var page = await OpenUnitAsync(site);
        var frame = page.GetByRole(AriaRole.Button).First;
        await Expect(frame.Locator(".whole")).ToHaveCSSAsync("opacity", "0");

        await frame.HoverAsync();
        await Expect(frame.Locator(".whole")).ToHaveCSSAsync("opacity", "1");
        await Expect(frame.Locator(".crop")).ToHaveCSSAsync("opacity", "0");

        await page.Mouse.MoveAsync(0, 0);
        await Expect(frame.Locator(".whole")).ToHaveCSSAsync("opacity", "0");
        await page.GetByRole(AriaRole.Link, new() { Name = "mixed2:5" }).FocusAsync();
        await page.Keyboard.PressAsync("Tab");
        await Expect(frame).ToBeFocusedAsync();
        await Expect(frame.Locator(".whole")).ToHaveCSSAsync("opacity", "1");
        sites.AssertNothingWentWrong();
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task A_layer_is_sorted_and_filtered_and_its_address_keeps_that(string site)
    {
        var page = await sites.OpenAsync(site);
        await page.GetByRole(AriaRole.Link, new() { Name = "mixed2", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "mixed2", Level = 1 })).ToBeVisibleAsync();
        Assert.Equal(Enumerable.Range(0, 24), await OrderAsync(page));

        await page.GetByLabel("Sort by").SelectOptionAsync("max");
        await page.GetByLabel("Hide dead").CheckAsync();
        await page.GetByText("Best crops").ClickAsync();

        var sorted = await OrderAsync(page);
        Assert.Equal([7, 16], sorted.Take(2));
        await Expect(page.Locator(".units li:visible")).ToHaveCountAsync(22);
        await Expect(page.Locator(".units img.optimized:visible")).ToHaveCountAsync(0);

        await page.ReloadAsync();
        Assert.Equal(sorted, await OrderAsync(page));
        await Expect(page.Locator(".units li:visible")).ToHaveCountAsync(22);
        await Expect(page.Locator(".units img.optimized:visible")).ToHaveCountAsync(0);
        sites.AssertNothingWentWrong();
    }

    [Theory, MemberData(nameof(Ways))]
    public async Task Names_that_mean_harm_are_only_text(string site)
    {
        var page = await sites.OpenAsync(site);
        await page.GetByRole(AriaRole.Link, new() { Name = SampleAtlas.HostileLayer, Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync(SampleAtlas.HostileLayer);
        await page.GetByRole(AriaRole.Link, new() { Name = SampleAtlas.HostileLayer + ":2", Exact = true }).ClickAsync();

        await Expect(page.GetByText(SampleAtlas.HostileImage, new() { Exact = true })).ToBeVisibleAsync();
        Assert.Equal(0, await page.Locator("[onerror]").CountAsync());
        sites.AssertNothingWentWrong();
    }

    [Theory, InlineData(1280, ColorScheme.Light), InlineData(1280, ColorScheme.Dark), InlineData(390, ColorScheme.Light), InlineData(390, ColorScheme.Dark)]
    public async Task No_page_scrolls_sideways_and_all_text_stands_out(int width, ColorScheme scheme)
    {
        var page = await sites.OpenAsync("live", width, scheme: scheme);
        foreach (var path in new[] { "", "filters.html", "layers/01-mixed2.html", "units/01-mixed2/4.html", "units/02-img-src-x-onerror-alert-1-sp-te-nits/1.html" })
        {
            await page.GotoAsync(sites.Urls["live"] + path);
            Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
            Assert.Empty(await page.EvaluateAsync<string[]>(LowContrast));
        }
        sites.AssertNothingWentWrong();
    }

    [Theory, InlineData(1280, ColorScheme.Light), InlineData(390, ColorScheme.Dark)]
    public async Task A_picture_says_how_far_to_believe_it_and_opens_the_numbers(int width, ColorScheme scheme)
    {
        var page = await sites.OpenAsync("live", width, scheme: scheme);
        await page.GotoAsync(sites.Urls["live"] + "units/01-mixed2/4.html");
        var trust = page.Locator(".trust");
        await Expect(trust).ToHaveCountAsync(1);
        await Expect(trust.Locator(".trust-line")).ToHaveTextAsync(SampleAtlas.Trust.Line);
        await Expect(trust.GetByText("Picture and images disagree")).ToBeVisibleAsync();
        await Expect(trust.GetByRole(AriaRole.Table)).ToBeHiddenAsync();

        await trust.GetByText("How far to believe it, in numbers").ClickAsync();

        await Expect(trust.GetByRole(AriaRole.Row, new() { Name = "Activation ratio What it drives the unit to" })).ToContainTextAsync("1.83×");
        await Expect(trust.GetByRole(AriaRole.Row, new() { Name = "Seed stability" })).ToContainTextAsync("There is one picture of the unit.");
        await Expect(trust.GetByRole(AriaRole.Img, new() { Name = "Path similarity from conv1 to mixed2" })).ToBeVisibleAsync();
        Assert.Equal(width, await page.EvaluateAsync<int>("document.documentElement.scrollWidth"));
        Assert.Empty(await page.EvaluateAsync<string[]>(LowContrast));
        sites.AssertNothingWentWrong();
    }

    /// <summary>Texts below a contrast of 4.5 to the background they stand on, by the formula of WCAG 2.</summary>
    const string LowContrast = """
        () => {
          const numbers = colour => colour.match(/[\d.]+/g).map(Number);
          const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= .04045 ? c / 12.92 : ((c + .055) / 1.055) ** 2.4).reduce((sum, c, i) => sum + c * [.2126, .7152, .0722][i], 0);
          const ground = element => { for (let e = element; e; e = e.parentElement) { const c = numbers(getComputedStyle(e).backgroundColor); if (c.length < 4 || c[3] > 0) return c; } return [255, 255, 255]; };
          const found = new Set();
          for (const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walk.nextNode();) {
            const element = walk.currentNode.parentElement;
            if (!walk.currentNode.data.trim() || !element.checkVisibility()) continue;
            let opacity = 1;
            for (let e = element; e; e = e.parentElement) opacity *= getComputedStyle(e).opacity;
            const back = ground(element), ink = numbers(getComputedStyle(element).color).map((c, i) => c * opacity + back[i] * (1 - opacity));
            const [a, b] = [light(ink), light(back)].sort((x, y) => y - x);
            if ((a + .05) / (b + .05) < 4.5 && !element.closest(':disabled, label:has(:disabled)')) found.add(`${walk.currentNode.data.trim()}: ${((a + .05) / (b + .05)).toFixed(2)}`);
          }
          return [...found];
        }
        """;

    async Task<IPage> OpenUnitAsync(string site)
    {
        var page = await sites.OpenAsync(site);
        await page.GetByRole(AriaRole.Link, new() { Name = "mixed2", Exact = true }).ClickAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "mixed2:4", Exact = true }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "mixed2:4" })).ToBeVisibleAsync();
        return page;
    }

    static async Task<IEnumerable<int>> OrderAsync(IPage page) => await page.EvaluateAsync<int[]>("[...document.querySelectorAll('.units li')].map(unit => Number(unit.dataset.index))");

    /// <remarks>Loads every picture again by its address, since pictures inside SVG do not tell whether they were drawn.</remarks>
    static async Task AssertPicturesAreDrawnAsync(IPage page)
    {
        var broken = await page.EvaluateAsync<string[]>("""
            async () => {
              const urls = new Set([...document.images].map(image => image.src).concat([...document.querySelectorAll('svg image')].map(image => new URL(image.href.baseVal, document.baseURI).href)));
              const load = url => new Promise(done => Object.assign(new Image(), { onload: () => done(null), onerror: () => done(url), src: url }));
              return (await Promise.all([...urls].map(load))).filter(url => url).concat(urls.size ? [] : ['no pictures at all']);
            }
            """);
        Assert.Empty(broken);
    }
}
