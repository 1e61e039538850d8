using System.CommandLine;
using System.CommandLine.Parsing;
using Percept.Atlases;
using Percept.Cli.Records;
using Percept.Demo;
using Percept.Files;
using Percept.Networks;
using Percept.Training;
using Percept.Training.Data;

namespace Percept.Cli;

/// <summary>The options of the demo that trains its network first.</summary>
sealed class TrainedDemo
{
    // So that all of it fits into five minutes on two cores.
    const double Minutes = 4.5;
    const int Epochs = 30;

    // The highest value of each quarter of the positions, and not the mean, goes into the scores: an ear is small.
    const string Architecture = "conv 24 7x7 stride 2\nmax 2\nconv 48\nmax 2\nconv 96\nconv 96\nmax 4";

    readonly Option<bool> train = new("--train") { Description = "First train a network on drawings of people and cats, and use that one." };
    readonly Option<bool> freeze = CommonOptions.Freeze("Used with --train; the other layers are those of the ResNet-18 trained on ImageNet.");
    readonly Option<string> set = new("--dataset") { Description = "What --train learns from: drawings of people and cats, or every emoji by its group.", HelpName = string.Join('|', DesignedEmoji.Sets), DefaultValueFactory = _ => DesignedEmoji.HumanOrCat };
    readonly Option<string> designer = new("--held-out") { Description = "The designer whose drawings are held out of --train.", HelpName = string.Join('|', DesignedEmoji.Designers), DefaultValueFactory = _ => DesignedEmoji.Designers[0] };
    readonly Option<int> seed = CommonOptions.Seed(usual: 0, "Only --train draws any.");
    readonly Option<double> minutes = CommonOptions.Minutes(Minutes, "This limits the training with --train.");

    internal TrainedDemo()
    {
        set.AcceptOnlyFromAmong([.. DesignedEmoji.Sets]);
        designer.AcceptOnlyFromAmong([.. DesignedEmoji.Designers]);
    }

    internal void AddTo(Command command)
    {
        foreach (var option in new Option[] { train, freeze, set, designer, seed, minutes }) command.Add(option);
    }

    internal bool IsWanted(ParseResult parsed) => parsed.GetValue(train);

    internal bool IsWanted(CommandResult result) => result.GetValue(train);

    internal bool IsFrozen(ParseResult parsed) => parsed.GetValue(freeze);

    internal string Set(ParseResult parsed) => parsed.GetRequiredValue(set);

    /// <summary>Trains; the network lies beside the atlas.</summary>
    internal async Task<TrainingReport> TrainAsync(ParseResult parsed, Output output, string atlas, Device device, CancellationToken cancellationToken)
    {
        var usual = new TrainingOptions
        {
            Epochs = Epochs,
            Minutes = parsed.GetValue(minutes),
            Seed = parsed.GetValue(seed),
            Balance = Balance.Sampling,
            Device = device,
        };
        var options = IsFrozen(parsed) ? usual with { FineTune = DemoNetwork.ImageNet.Model, Preprocessing = DemoNetwork.ImageNet.Preprocessing, Freeze = true } : usual with
        {
            Size = 64,
            Architecture = Architecture,
            Rule = new AdamW(WeightDecay: 1),
            LearningRate = 0.003,
            Average = 0.97,
            Augmentation = Augmentation.Standard with { Scale = 0.5, Color = 0.2 },
        };
        var data = DesignedEmoji.HoldOut(Set(parsed), Designer(parsed));
        output.Note($"Training on {data.Train.Count} drawings; those of {Designer(parsed)} are held out.");
        return await output.WithCurvesAsync(progress => Trainer.TrainAsync(data, Path.ChangeExtension(atlas, ".onnx"), options, progress, cancellationToken));
    }

    internal string Designer(ParseResult parsed) => parsed.GetRequiredValue(designer);

    /// <summary>Draws the features before, during and after training: of the units that stand out most in layers from the first to the last.</summary>
    internal static async Task<string> DrawDevelopmentAsync(TrainingReport report, string atlas, CancellationToken cancellationToken)
    {
        var path = Path.Combine(Path.GetDirectoryName(atlas) ?? "", "training.png");
        using var open = Atlas.OpenRead(atlas);
        var picture = await Development.DrawAsync(Snapshot.Of(report), Development.UnitsOf(open), report.Options.Seed, cancellationToken);
        AtomicFile.Write(path, picture.ToPng());
        return path;
    }

    /// <summary>The report of the training, with what the demo adds.</summary>
    internal TrainedDemoRecord RecordOf(ParseResult parsed, TrainingReport report, string atlas, string? figure, string development) =>
        new(report, Designer(parsed), Set(parsed), atlas, figure, development);
}
