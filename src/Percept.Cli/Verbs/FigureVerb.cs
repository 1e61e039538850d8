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
    readonly Argument<string> atlasFile = CommonOptions.AtlasFile();
    readonly Option<string> file = CommonOptions.OutputPicture([".png", ".svg", ".pdf"]);
    readonly Option<FigureStyle> style = OptionOf.OneOf("--style", "textbook: a few large units for each level, and few words; detailed: more units, with numbers.", usual: FigureStyle.Textbook);

    internal FigureVerb() : base(
        "figure", "Draws an atlas's figure: features of low, mid and high level, with crops of the dataset above and feature visualizations below.",
        "percept figure model.percept -o figure.png", "percept figure model.percept -o figure.pdf --style detailed")
    {
        Add(atlasFile);
        Add(file);
        Add(style);
        Add(Json);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (path, target) = (parsed.GetRequiredValue(atlasFile), parsed.GetRequiredValue(file));
        using var atlas = Atlas.OpenRead(path);
        if (!atlas.Pieces().Any(piece => piece.Name == "figure")) throw new AtlasException($"'{path}' has no figure yet. Run `percept atlas` on it until it is done.");
        var figure = LevelFigure.Lay(atlas, parsed.GetValue(style))
            ?? throw new AtlasException($"'{path}' has no figure: no unit has both clear examples and a feature visualization. Build the atlas with more images, --units or --steps.");
        AtomicFile.Write(target, Drawn(figure, Path.GetExtension(target)));
        if (output.IsJson) output.Json(new(target, parsed.GetValue(style)), CliJson.Format.FigureRecord);
        else output.Line(target);
        return Task.FromResult(ExitCode.Done);
    }

    static byte[] Drawn(Montage figure, string extension) => extension.ToUpperInvariant() switch
    {
        ".SVG" => Encoding.UTF8.GetBytes(figure.ToSvg()),
        ".PDF" => figure.ToPdf(),
        _ => figure.Draw().ToPng(),
    };
}
