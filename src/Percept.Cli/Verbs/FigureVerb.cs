using System.CommandLine;
using System.Text;
using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Files;
using Percept.Imaging;

namespace Percept.Cli.Verbs;

/// <summary>The low/mid/high figure.</summary>
sealed class FigureVerb : Verb
{
    readonly Argument<string> atlasFile = new("ATLAS") { Description = "The atlas file." };
    readonly Option<string> file = OptionOf.OutputFile("The figure.", required: true, ".png", ".svg", ".pdf");
    readonly Option<FigureStyle> style = OptionOf.OneOf("--style", "textbook: a few large units a level and few words. detailed: more units, and the numbers.", usual: FigureStyle.Textbook);

    internal FigureVerb() : base(
        "figure", "Writes an atlas's figure: features of the low, mid and high level, as crops above and as optimised images below.",
        "percept figure model.percept -o figure.png", "percept figure model.percept -o figure.pdf --style detailed")
    {
        Add(atlasFile);
        Add(file);
        Add(style);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancel)
    {
        var (path, target) = (parsed.GetRequiredValue(atlasFile), parsed.GetRequiredValue(file));
        using var atlas = Atlas.OpenRead(path);
        if (!atlas.Pieces().Any(piece => piece.Name == "figure")) throw new AtlasException($"'{path}' has no figure yet. Run `percept atlas` on it to its end.");
        var figure = LevelFigure.Lay(atlas, parsed.GetValue(style))
            ?? throw new AtlasException($"'{path}' has no figure: none of its units has both clear examples and an optimised image. Build one with more images, --units or --steps.");
        AtomicFile.Write(target, Drawn(figure, Path.GetExtension(target)));
        output.Line(target);
        return Task.FromResult(ExitCode.Done);
    }

    static byte[] Drawn(Montage figure, string extension) => extension.ToUpperInvariant() switch
    {
        ".SVG" => Encoding.UTF8.GetBytes(figure.ToSvg()),
        ".PDF" => figure.ToPdf(),
        _ => figure.Draw().ToPng(),
    };
}
