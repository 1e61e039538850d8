using System.CommandLine;
using Percept.Networks;
using Percept.Sharding;

namespace Percept.Cli;

/// <summary>A plan, and where its model and images are: the same on every verb that follows one.</summary>
sealed class PlanOptions
{
    readonly Argument<string> folder = new("PLANDIR") { Description = "The folder that `percept plan` wrote." };
    readonly Option<string> model = CommonOptions.Model("Needed only if it has moved since it was planned.");
    readonly Option<string> images = CommonOptions.Images("Needed only if it has moved since it was planned.", required: false);
    readonly DeviceOptions device = new();

    internal void AddTo(Verb verb)
    {
        verb.Add(folder);
        verb.Add(model);
        verb.Add(images);
        device.AddTo(verb);
    }

    internal PlanFolder Open(ParseResult parsed) => PlanFolder.Open(parsed.GetRequiredValue(folder), Full(parsed, model), Full(parsed, images), device.Of(parsed));

    /// <summary>Where the network runs.</summary>
    internal Device DeviceOf(ParseResult parsed) => device.Of(parsed);

    /// <summary>The options as they are given to another process.</summary>
    internal IEnumerable<string> Again(ParseResult parsed) =>
        new[] { model, images }.Where(option => parsed.GetValue(option) is not null).SelectMany(option => (string[])[option.Name, Full(parsed, option)!]).Concat(device.Again(parsed));

    static string? Full(ParseResult parsed, Option<string> option) => parsed.GetValue(option) is { } path ? Path.GetFullPath(path) : null;
}
