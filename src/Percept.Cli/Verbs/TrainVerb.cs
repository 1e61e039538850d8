using System.CommandLine;
using Percept.Networks;
using Percept.Training;
using Percept.Training.Data;

namespace Percept.Cli.Verbs;

/// <summary>The optimizers.</summary>
enum OptimizerChoice
{
    /// <summary>Stochastic gradient descent with Nesterov's momentum.</summary>
    Sgd,

    /// <summary>Adam with decoupled weight decay.</summary>
    AdamW,
}

/// <summary>A classifier from labelled images.</summary>
sealed class TrainVerb : Verb
{
    static readonly TrainingOptions standard = new();

    readonly Argument<string> folder = new("DIR") { Description = "The images: a subfolder for each class, or train/ and val/ with these inside." };
    readonly Option<string> model = OptionOf.OutputFile("The network to write, an ONNX file. Curves, report and earlier networks are written to a folder beside it.", required: true, ".onnx");
    readonly Option<int> epochs = OptionOf.Whole("--epochs", "How often each image is shown.", least: 1, usual: standard.Epochs);
    readonly Option<double?> minutes = CommonOptions.Minutes("Fewer epochs are trained where all would take longer, as measured on the first steps.");
    readonly Option<int> batch = CommonOptions.Batch(standard.Batch, "These are the images of a step.", least: 2);
    readonly Option<int?> size = OptionOf.Whole("--size", "Height and width of the images in pixels. One number, such as 32, 64, 96 or 128; by default 32 or 64, by the size of the images.", 32);
    readonly Option<string> architecture = OptionOf.Path("--arch", "The network to train: a description, or an untrained ONNX file.", "FILE", required: false);
    readonly Option<string> tuned = OptionOf.Path("--finetune", "A trained network to start from: a classifier's last layer is replaced, a feature extractor gets one.", "MODEL", required: false);
    readonly Option<bool> freeze = CommonOptions.Freeze("Used with --finetune; features are computed only once, so it takes seconds instead of minutes.");
    readonly ModelOptions preprocessing = new();
    readonly Option<OptimizerChoice?> rule = OptionOf.OneOf<OptimizerChoice>("--rule", "The optimizer: sgd (with Nesterov momentum) by default.");
    readonly Option<double?> rate = OptionOf.Positive("--learning-rate", "The highest learning rate; 0.05 by default for sgd, 0.002 for adamw, and a tenth of that with --finetune but not --freeze.");
    readonly Option<double?> decay = OptionOf.Positive("--weight-decay", "The weight decay; 0.0005 by default for sgd, 0.02 for adamw.");
    readonly Option<Schedule> schedule = OptionOf.OneOf("--schedule", "How the learning rate changes over the steps.", usual: standard.Schedule);
    readonly Option<Balance> balance = OptionOf.OneOf("--balance", "How classes of different sizes are balanced.", usual: standard.Balance);
    readonly Option<double> heldOut = OptionOf.Positive("--held-out", "The share of each class to hold out where there is no val/.", usual: 0.2);
    readonly Option<int?> patience = OptionOf.Whole("--patience", "Stop after so many epochs without a better balanced accuracy, and use the best epoch.", 1);
    readonly Option<int> seed = CommonOptions.Seed(standard.Seed);

    internal TrainVerb() : base(
        "train", "Trains an image classifier on labelled folders, and writes it as an ONNX file that every other verb reads. Run again, it continues where it stopped.",
        "percept train photos -o model.onnx", "percept train photos --minutes 5 --seed 1 -o model.onnx", "percept train photos --finetune resnet18.onnx --freeze --mean=0.485,0.456,0.406 --std=0.229,0.224,0.225 -o mine.onnx")
    {
        Add(folder);
        foreach (var option in new Option[] { model, epochs, minutes, batch, size, architecture, tuned, freeze, rule, rate, decay, schedule, balance, heldOut, patience, seed }) Add(option);
        preprocessing.AddTo(this, trains: true);
        Add(Json);
        heldOut.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<double?>() >= 1) result.AddError("--held-out takes a share below 1, such as 0.2.");
        });
    }

    protected override async Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var options = OptionsOf(parsed);
        var data = LabelledImages.Open(parsed.GetRequiredValue(folder), parsed.GetValue(heldOut), options.Seed, options.Device.Processors);
        foreach (var finding in data.Findings) output.Note(finding);
        if (options.FineTune is { } trained) options = options with { Preprocessing = Settled(trained, preprocessing.Of(parsed), data, output) };
        var report = await output.WithCurvesAsync(progress => Trainer.TrainAsync(data, parsed.GetRequiredValue(model), options, progress, cancellationToken));
        if (output.IsJson) output.Json(new(report), CliJson.Format.TrainingRecord);
        else
        {
            foreach (var line in ReportText.Of(report).TrimEnd().Split('\n')) output.Line(line.TrimEnd('\r'));
            output.Line();
            output.Line($"Network: {report.Model}");
            output.Line($"Curves, report, and the network before and during training: {report.Folder}");
        }

        return data.Findings.Count > 0 ? ExitCode.Findings : ExitCode.Done;
    }

    /// <summary>How images become a trained network's input; their size is for the training to choose.</summary>
    static PreprocessingOptions Settled(string trained, PreprocessingOptions given, LabelledImages data, Output output) =>
        PreprocessingOptions.Of(ModelOptions.Settle(Network.Load(trained, given), output, [.. data.Train.Select(image => image.File)]).Preprocessing) with { Size = null };

    TrainingOptions OptionsOf(ParseResult parsed)
    {
        TrainingOptimizer learning = parsed.GetValue(rule) == OptimizerChoice.AdamW ? new AdamW() : new Sgd();
        return standard with
        {
            Epochs = parsed.GetValue(epochs),
            Minutes = parsed.GetValue(minutes),
            Batch = parsed.GetValue(batch),
            Size = parsed.GetValue(size),
            Architecture = parsed.GetValue(architecture),
            FineTune = parsed.GetValue(tuned),
            Freeze = parsed.GetValue(freeze),
            Preprocessing = preprocessing.Of(parsed),
            Rule = parsed.GetValue(decay) is { } given ? learning with { WeightDecay = given } : learning,
            LearningRate = parsed.GetValue(rate),
            Schedule = parsed.GetValue(schedule),
            Balance = parsed.GetValue(balance),
            Patience = parsed.GetValue(patience),
            Seed = parsed.GetValue(seed),
            Device = preprocessing.DeviceOf(parsed),
        };
    }
}
