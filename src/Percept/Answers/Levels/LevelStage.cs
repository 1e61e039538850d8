using System.Globalization;
using Percept.Atlases;
using Percept.Building;

namespace Percept.Answers.Levels;

/// <summary>Measures low, mid and high on some of the images: an answer for all layers, and what each unit's page shows.</summary>
sealed class LevelStage : IStage
{
    /// <summary>Changes where the numbers do: then all are measured again.</summary>
    const string Version = "1";

    public Stages Part => Stages.Levels;

    public string Name => LevelsAnswer.Name;

    public bool WaitsForShards => true;

    public string? Summary(Atlas atlas) => atlas.Answer<LevelsAnswer>()?.Summary;

    public async Task RunAsync(BuildContext build, StageRun run)
    {
        var how = new LevelOptions { Images = build.Options.SurveyImages, ChangedImages = 24, LocalUnits = 3, Seed = build.Options.Seed };
        var piece = new AtlasPart("levels", string.Create(CultureInfo.InvariantCulture, $"{Version} {how.Images} {how.Seed}"));
        if (build.Atlas.IsDone(piece)) return;
        LevelsAnswer? answer = null;
        var missing = await run.TryAsync(async () => answer = await LevelSurvey.OfAsync(build.Network, build.Dataset, how, new SynchronousProgress<double>(share => run.Report(share, "")), run.Cancel).ConfigureAwait(false)).ConfigureAwait(false);
        build.Atlas.Write(piece, transaction =>
        {
            transaction.PutMissing(missing);
            if (answer is null) return;
            foreach (var (i, layer) in answer.Layers.Index()) transaction.PutAnswers<LevelsAnswer, UnitMeasures>(i, layer.Units!);
            transaction.PutAnswer(answer with { Layers = [.. answer.Layers.Select(layer => layer with { Units = null })] });
        });
    }
}
