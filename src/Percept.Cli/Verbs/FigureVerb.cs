using System.CommandLine;
using Percept.Atlases;
using Percept.Files;

namespace Percept.Cli.Verbs;

/// <summary>The low/mid/high figure.</summary>
sealed class FigureVerb : Verb
{
    readonly Argument<string> atlasFile = new("ATLAS") { Description = "The atlas file." };
    readonly Option<string> file = OptionOf.OutputFile("The figure.", required: true, ".png");

    internal FigureVerb() : base(
        "figure", "Writes an atlas's figure: features of the low, mid and high level, as crops above and as optimised images below.",
        "percept figure model.percept -o figure.png")
    {
        Add(atlasFile);
        Add(file);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var (path, target) = (parsed.GetRequiredValue(atlasFile), parsed.GetRequiredValue(file));
        using var atlas = Atlas.OpenRead(path);
        WholeFile.Write(target, atlas.Figure() ?? throw new AtlasException(atlas.Pieces().Any(piece => piece.Name == "figure")
            ? $"'{path}' has no figure: none of its units has both clear examples and an optimised image. Build one with more images, --units or --steps."
            : $"'{path}' has no figure yet. Run `percept atlas` on it to its end."));
        output.Line(target);
        return Task.FromResult(ExitCode.Done);
    }
}
