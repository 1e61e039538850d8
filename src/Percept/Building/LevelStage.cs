using System.Globalization;
using System.Text.Json.Nodes;
using Percept.Atlases;
using Percept.Imaging;
using Percept.Levels;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Building;

/// <summary>Measures low, mid and high on some of the images: an answer for all layers, and one a layer for its units.</summary>
static class LevelStage
{
    /// <summary>Changes where the numbers do: then all are measured again.</summary>
    const string Version = "1";

    internal static void Run(Network network, Dataset dataset, AtlasWriter atlas, BuildOptions options, Action<double, string> report, CancellationToken cancel)
    {
        var how = new LevelOptions { Images = options.SurveyImages, ChangedImages = 24, LocalUnits = 3, Seed = options.Seed };
        var piece = new Piece("levels", string.Create(CultureInfo.InvariantCulture, $"{Version} {how.Images}"));
        if (atlas.IsDone(piece)) return;
        var answer = Measured(network, dataset, how, share => report(share, ""), cancel);
        atlas.Write(piece, transaction =>
        {
            if (answer is null) return;
            foreach (var (layer, i) in answer["layers"]!.AsArray().Select((layer, i) => (layer!.AsObject(), i)))
            {
                transaction.PutAnswer(string.Create(CultureInfo.InvariantCulture, $"levels/{i}"), layer["units"]!.ToJsonString());
                layer.Remove("units");
            }

            transaction.PutAnswer("levels", answer.ToJsonString());
        });
    }

    static JsonNode? Measured(Network network, Dataset dataset, LevelOptions how, Action<double> report, CancellationToken cancel)
    {
        try
        {
            return AnswerText.ToNode(LevelReport.Of(LevelSurvey.Of(network, dataset, how, new Told<double>(report), cancel)));
        }
        catch (Exception error) when (error is GraphException or PictureException)
        {
            // Too few images can be read: there are no levels, and everything else. A folder that is gone will be back.
            dataset.ThrowIfGone();
            return null;
        }
    }
}
