using System.Globalization;
using System.Text.Json.Nodes;
using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Networks;

namespace Percept.Building;

/// <summary>Measures low, mid and high on some of the images: an answer for all layers, and one a layer for its units.</summary>
static class LevelStage
{
    /// <summary>Changes where the numbers do: then all are measured again.</summary>
    const string Version = "1";

    internal static void Run(Network network, Dataset dataset, AtlasWriter atlas, BuildOptions options, StageRun run)
    {
        var how = new LevelOptions { Images = options.SurveyImages, ChangedImages = 24, LocalUnits = 3, Seed = options.Seed };
        var piece = new AtlasPart("levels", string.Create(CultureInfo.InvariantCulture, $"{Version} {how.Images} {how.Seed}"));
        if (atlas.IsDone(piece)) return;
        JsonNode? answer = null;
        var missing = run.Try(() => answer = AnswerText.ToNode(LevelReport.Of(LevelSurvey.Of(network, dataset, how, new SynchronousProgress<double>(share => run.Report(share, "")), run.Cancel))));
        atlas.Write(piece, transaction =>
        {
            transaction.PutMissing(missing);
            if (answer is null) return;
            foreach (var (layer, i) in answer["layers"]!.AsArray().Select((layer, i) => (layer!.AsObject(), i)))
            {
                transaction.PutAnswer(string.Create(CultureInfo.InvariantCulture, $"levels/{i}"), layer["units"]!.ToJsonString());
                layer.Remove("units");
            }

            transaction.PutAnswer("levels", answer.ToJsonString());
        });
    }
}
