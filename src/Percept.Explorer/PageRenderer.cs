using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Percept.Explorer;

/// <summary>Draws a page as HTML text.</summary>
static class PageRenderer
{
    static readonly ServiceProvider services = new ServiceCollection().BuildServiceProvider();

    internal static async Task<string> RenderAsync(Page page)
    {
        // A renderer keeps every component that it has drawn, so each page gets its own.
        await using var renderer = new HtmlRenderer(services, NullLoggerFactory.Instance);
        return await renderer.Dispatcher.InvokeAsync(async () =>
            "<!doctype html>\n" + (await renderer.RenderComponentAsync(page.Component, ParameterView.FromDictionary(page.Parameters))).ToHtmlString());
    }
}
