using System.Security.Cryptography;
using System.Text;
using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Imaging;

namespace Percept.Building;

static class FigureStage
{
    internal static void Run(AtlasWriter atlas, StageRun run)
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
