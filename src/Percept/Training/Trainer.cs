using System.Diagnostics;
using Percept.Files;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Training.Data;

namespace Percept.Training;

/// <summary>Trains a classifier on labelled images and writes it as an ONNX file, with all that is to be known of it in a folder beside.</summary>
public sealed class Trainer : IDisposable
{
    /// <summary>How far the largest class may exceed the smallest before something is done about it.</summary>
    const double Uneven = 3;

    /// <summary>How far the scores of the written network may be from those in training, relative to the largest.</summary>
    const double Tolerance = 1e-4;

    const double FineTuned = 0.1;

    readonly LabelledImages data;
    readonly TrainingOptions options;
    readonly TrainingFolder folder;
    readonly Classifier classifier;
    readonly Batches images;
    readonly IBatchSource train, heldOut;
    readonly float scale;
    readonly TrainingStep step;
    readonly Evaluator evaluator;
    readonly IProgress<TrainingProgress>? progress;
    readonly List<Epoch> done = [];
    readonly Stopwatch watch = new();
    readonly int steps;
    readonly string identity;
    readonly double rate;
    int epochs;
    double stepMilliseconds, before;

    Trainer(LabelledImages data, TrainingOptions options, TrainingFolder folder, Classifier classifier, Batches images, (IBatchSource Train, IBatchSource HeldOut) batches, IProgress<TrainingProgress>? progress)
    {
        (this.data, this.options, this.folder, this.classifier, this.images, (train, heldOut), this.progress) = (data, options, folder, classifier, images, batches, progress);
        scale = (train as FeatureBatches)?.Scale ?? 1;
        steps = train.StepsPerEpoch(options.Batch);
        rate = options.LearningRate ?? ((options.Rule is AdamW ? 0.002 : 0.05) * (options.FineTune is null || options.Freeze ? 1 : FineTuned));
        identity = TrainingIdentity.Of(data, options, classifier, rate);
        step = new(classifier, options.Rule, options.Batch, options.LabelSmoothing, options.Balance == Balance.Weights ? data.ClassWeights() : null, options.Device);
        evaluator = new(classifier, Math.Min(options.Batch, heldOut.Count), options.Device);
    }

    /// <summary>Trains, or goes on where an earlier run of the same training was ended.</summary>
    /// <param name="data">The images.</param>
    /// <param name="output">The ONNX file; the folder beside it has its name and ends in <c>.training</c>.</param>
    /// <param name="options">How.</param>
    /// <param name="progress">Is told how far it is.</param>
    /// <param name="cancellationToken">Ends it; at most the epoch under way is lost.</param>
    /// <exception cref="TrainingException">The images cannot be trained on, or the loss became infinite or no number.</exception>
    /// <exception cref="GraphException">The network cannot be trained.</exception>
    public static async Task<TrainingReport> TrainAsync(LabelledImages data, string output, TrainingOptions options, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentNullException.ThrowIfNull(options);
        var counts = data.Classes.Select((_, i) => data.Train.Count(image => image.Class == i)).ToArray();
        if (data.Classes.Count < 2) throw new TrainingException($"There is one class ('{string.Join(", ", data.Classes)}'); a classifier needs two to tell apart. Make a folder for each class.");
        if (data.HeldOut.Count == 0) throw new TrainingException("No image is held out, so nothing could be said of the network; give more images, or a val/ beside train/.");
        var (folder, classifier) = (new TrainingFolder(output), ModelInitialization.Of(data, options));
        var uneven = counts.Max() > Uneven * Math.Max(1, counts.Min());
        var sampled = options.Augmentation is not null && (options.Balance == Balance.Sampling || (options.Balance == Balance.Auto && uneven));

        progress?.Report(new([], options.Epochs, 0, 1, double.NaN, double.NaN, "reading images"));
        var size = classifier.Preprocessing.Height;
        var train = await Batches.LoadAsync(data.Train, size, options.Augmentation, options.Seed, null, cancellationToken, sampled, processors: options.Device.Processors).ConfigureAwait(false);
        var heldOut = await Batches.LoadAsync(data.HeldOut, size, null, options.Seed, null, cancellationToken, processors: options.Device.Processors).ConfigureAwait(false);
        (IBatchSource, IBatchSource) batches = classifier.Head is null ? (train, heldOut)
            : FeatureBatches.Of(classifier, train, heldOut, options.Device, share => progress?.Report(new([], options.Epochs, (int)(100 * share), 100, double.NaN, double.NaN, "computing features")), cancellationToken);
        using var trainer = new Trainer(data, options, folder, classifier, heldOut, batches, progress);
        return await trainer.RunAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        step.Dispose();
        evaluator.Dispose();
    }

    async Task<TrainingReport> RunAsync(CancellationToken cancellationToken)
    {
        if (Checkpoint.Read(folder.Checkpoint, identity) is { } earlier) Resume(earlier);
        else
        {
            folder.Clear();
            if (!options.Freeze) AtomicFile.Write(folder.Random, Export());
            Measure();
        }

        watch.Start();
        while (done.Count < epochs && !HasSettled())
        {
            done.Add(await EpochAsync(done.Count, cancellationToken).ConfigureAwait(false));
            Keep();
        }

        return Finish(cancellationToken);
    }

    void Resume(Checkpoint earlier)
    {
        (epochs, stepMilliseconds, before) = (earlier.Epochs, earlier.StepMilliseconds, earlier.Seconds);
        done.AddRange(earlier.Done);
        foreach (var (name, values) in earlier.States) values.CopyTo(step[name]);
    }

    /// <summary>Times steps that change nothing, and makes the training as long as the time there is for it.</summary>
    void Measure()
    {
        Fill(train, 0, 0, step.Images, step.Classes);
        var times = Enumerable.Range(0, 10).Select(_ =>
        {
            var start = Stopwatch.GetTimestamp();
            step.Run(1, rate: 0, keep: 0, trial: true);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }).ToArray();
        stepMilliseconds = times[3..].Order().ElementAt(3);
        var epochSeconds = ((steps * stepMilliseconds) + (heldOut.StepsPerEpoch(options.Batch) * stepMilliseconds / 3)) / 1000;
        epochs = options.Minutes is { } minutes ? Math.Clamp((int)(minutes * 60 * 0.95 / epochSeconds), 1, options.Epochs) : options.Epochs;
    }

    async Task<Epoch> EpochAsync(int epoch, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var (images, classes) = (new float[step.Images.Length], new long[options.Batch]);
        var (loss, right, last) = (0.0, 0, 0.0);
        var next = Task.Run(() => Fill(train, epoch, 0, images, classes), cancellationToken);
        for (var i = 0; i < steps; i++)
        {
            await next.ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            images.CopyTo(step.Images);
            classes.CopyTo(step.Classes);
            // The next batch is made while this one is learnt from.
            if (i + 1 < steps)
            {
                var following = i + 1;
                next = Task.Run(() => Fill(train, epoch, following, images, classes), cancellationToken);
            }

            var number = (epoch * steps) + i;
            last = rate * options.Schedule.At(number, epochs * steps, Math.Max(1, (int)(options.WarmUp * epochs * steps)));
            var (now, correct) = step.Run(number + 1, last, Math.Min(options.Average, (1.0 + number) / (10 + number)));
            if (!float.IsFinite(now)) throw Diverged(epoch, number, last, now);
            (loss, right) = (loss + now, right + correct);
            progress?.Report(new(done, epochs, i + 1, steps, loss / (i + 1), (double)right / ((i + 1) * options.Batch), "training"));
        }

        var quality = ClassificationMetrics.Of(Score(cancellationToken), data.Classes);
        return new(epoch + 1, last, loss / steps, (double)right / (steps * options.Batch), quality.Loss, quality.Accuracy, quality.BalancedAccuracy, Stopwatch.GetElapsedTime(start).TotalSeconds);
    }

    void Keep()
    {
        var states = step.States.ToDictionary(name => name, name => step[name].ToArray(), StringComparer.Ordinal);
        new Checkpoint(identity, epochs, stepMilliseconds, Elapsed, done, states).Write(folder.Checkpoint);
        if (options.Patience is not null && Best() == done.Count) AtomicFile.Write(folder.Best, Export());
        // Where only the head learns, the features are the same all along.
        if (!options.Freeze && (done.Count == 1 || done.Count == epochs / 4 || done.Count == epochs / 2)) AtomicFile.Write(folder.At(done.Count), Export());
        folder.WriteCurves(done, epochs);
    }

    TrainingReport Finish(CancellationToken cancellationToken)
    {
        var chosen = options.Patience is null ? done.Count : Best();
        if (chosen < done.Count && File.Exists(folder.Best)) Take(Model.Load(folder.Best));
        var scored = Score(cancellationToken);
        var bytes = Export();
        var difference = ExportCheck.LargestDifference(bytes, images, scored, options.Batch);
        if (difference > Tolerance) throw new TrainingException($"The network as it would be written gives scores that differ by {difference:G3} of the largest from those in training, more than {Tolerance}; it is not written. Please report this.");
        AtomicFile.Write(folder.Model, bytes);
        using var process = Process.GetCurrentProcess();
        var report = new TrainingReport
        {
            Model = folder.Model,
            Folder = folder.Path,
            Classes = data.Classes,
            Quality = ClassificationMetrics.Of(scored, data.Classes),
            Epochs = [.. done],
            Chosen = chosen,
            Images = (data.Train.Count, data.HeldOut.Count),
            Seconds = Elapsed,
            Parameters = classifier.Count,
            StepMilliseconds = stepMilliseconds,
            PeakMebibytes = process.PeakWorkingSet64 / 1024.0 / 1024,
            LargestDifference = difference,
            Findings = data.Findings,
            Options = options with { LearningRate = rate },
            Size = classifier.Preprocessing.Height,
        };
        folder.WriteReport(report);
        return report;
    }

    /// <summary>Weights that were good once more become the average's, from which everything is written.</summary>
    void Take(Model model)
    {
        foreach (var name in classifier.Parameters.Keys.Where(name => step.States.Contains($"average/{name}"))) model.Weights[name].Values<float>().CopyTo(step[$"average/{name}"]);
        if (classifier.Head is { } head) System.Numerics.Tensors.TensorPrimitives.Multiply(step[$"average/{head.Weights[0]}"], scale, step[$"average/{head.Weights[0]}"]);
    }

    Scored Score(CancellationToken cancellationToken) => evaluator.Score(heldOut, Averaged, cancellationToken);

    ReadOnlySpan<float> Averaged(string name) => step.States.Contains($"average/{name}") ? step[$"average/{name}"] : classifier.Model.Weights[name].Values<float>();

    /// <summary>The averaged weights as an ONNX file; those that take scaled features make up for the scale.</summary>
    byte[] Export() => classifier.Model.With(
        classifier.Parameters.Keys.ToDictionary(name => name, name => Tensor.Of(classifier.Model.Weights[name].Shape, Unscaled(name))),
        new Dictionary<string, string> { [PreprocessingOptions.MetadataKey] = ModelInitialization.Note(classifier.Preprocessing, data.Classes) });

    float[] Unscaled(string name)
    {
        var values = Averaged(name).ToArray();
        if (name == classifier.Head?.Weights[0]) System.Numerics.Tensors.TensorPrimitives.Divide(values, scale, values);
        return values;
    }

    double Elapsed => before + watch.Elapsed.TotalSeconds;

    int Best() => done.MaxBy(epoch => (epoch.BalancedAccuracy, -epoch.HeldOutLoss))!.Number;

    bool HasSettled() => options.Patience is { } patience && done.Count > 0 && done.Count - Best() >= patience;

    TrainingException Diverged(int epoch, int number, double at, float loss)
    {
        var kept = done.Count == 0 ? "No epoch was finished, so nothing was kept." : $"The weights after epoch {done.Count} are kept in '{folder.LastGood}'.";
        if (done.Count > 0 && Checkpoint.Read(folder.Checkpoint, identity) is { } good)
        {
            Resume(good);
            AtomicFile.Write(folder.LastGood, Export());
        }

        return new(FormattableString.Invariant($"The loss became {(float.IsNaN(loss) ? "NaN (not a number)" : "infinite")} at step {number + 1}, in epoch {epoch + 1}, at a learning rate of {at:G3}. {kept} ")
            + FormattableString.Invariant($"Use a lower rate, such as --learning-rate {rate / 10:G2}, or a longer warm-up."));
    }

    static void Fill(IBatchSource batches, int epoch, int step, Span<float> images, Span<long> classes)
    {
        Span<int> labels = stackalloc int[classes.Length];
        var filled = batches.Fill(epoch, step, images, labels);
        for (var i = 0; i < classes.Length; i++) classes[i] = labels[i % Math.Max(1, filled)];
        // Where there are fewer images than a batch takes, they come again.
        var size = images.Length / classes.Length;
        for (var i = Math.Max(1, filled); i < classes.Length; i++) images.Slice(i % filled * size, size).CopyTo(images[(i * size)..]);
    }
}
