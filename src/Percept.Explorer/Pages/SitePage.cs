using Microsoft.AspNetCore.Components;

namespace Percept.Explorer.Pages;

/// <summary>What every page is given.</summary>
public abstract class SitePage : ComponentBase
{
    /// <summary>The site that the page is in.</summary>
    [Parameter, EditorRequired] public Site Site { get; set; } = null!;

    /// <summary>The way back to the site's root: "" or "../" as often as needed.</summary>
    [Parameter, EditorRequired] public string Root { get; set; } = "";
}
