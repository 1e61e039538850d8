using System.Security.Cryptography;
using System.Text;
using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Building;
using Percept.Imaging;

namespace Percept.Pipeline;

/// <summary>Draws the low/mid/high figure, and says in words what the atlas holds.</summary>
sealed class FigureStage : IStage
{
    public Stages Part => Stages.Figure;

    public string Name => "figure";

    public Stages Needs => Stages.All & ~(Stages.Figure | Stages.Layers);

    public Task RunAsync(BuildContext build, StageRun run)
    {
        Draw(build.Atlas, run);
        return Task.CompletedTask;
    }

    static void Draw(AtlasWriter atlas, StageRun run)
    {
        // The figure shows what is there: with other pieces it is another figure.
        var others = atlas.Pieces().Where(piece => piece.Name is not ("figure" or "summary")).Select(piece => $"{piece.Name} {piece.DependsOn}").Order(StringComparer.Ordinal);
        var piece = new AtlasPart("figure", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', others)))));
        if (atlas.IsDone(piece)) return;
        Picture? figure = null;
        var missing = run.Try(() => figure = LevelFigure.Draw(atlas));
        atlas.Write(piece, transaction =>
        {
            transaction.PutMissing(missing);
            if (figure is not null) transaction.PutFigure(figure.ToPng());
            transaction.PutSummary(AtlasSummary.Summary(atlas, missing));
        });
    }
}
