using System.Globalization;
using System.Text;
using Percept.Files;

namespace Percept.Training;

/// <summary>Where a training's files lie: the network, and a folder beside it with everything else.</summary>
sealed class TrainingFolder(string output)
{
    internal string Model => output;

    internal string Path { get; } = System.IO.Path.ChangeExtension(output, ".training");

    internal string Checkpoint => In("checkpoint");

    internal string Random => In("random.onnx");

    internal string Best => In("best.onnx");

    internal string LastGood => In("last-good.onnx");

    internal string At(int epoch) => In(FormattableString.Invariant($"epoch-{epoch:000}.onnx"));

    /// <summary>Removes what another training left here, so that nothing is taken for this one's.</summary>
    internal void Clear()
    {
        if (!Directory.Exists(Path)) return;
        foreach (var file in Directory.GetFiles(Path).Where(IsOurs)) File.Delete(file);
    }

    internal void WriteCurves(IReadOnlyList<Epoch> done, int epochs)
    {
        Write("metrics.csv", string.Concat(done
            .Select(epoch => string.Create(CultureInfo.InvariantCulture, $"{epoch.Number},{epoch.Rate:G6},{epoch.Loss:G6},{epoch.Accuracy:G6},{epoch.HeldOutLoss:G6},{epoch.HeldOutAccuracy:G6},{epoch.BalancedAccuracy:G6},{epoch.Seconds:F2}\n"))
            .Prepend("epoch,learning_rate,loss,accuracy,held_out_loss,held_out_accuracy,balanced_accuracy,seconds\n")));
        Write("index.html", TrainingPage.Of(System.IO.Path.GetFileNameWithoutExtension(Model), done, epochs, report: null));
    }

    internal void WriteReport(TrainingReport report)
    {
        WriteCurves(report.Epochs, report.Epochs.Count);
        Write("index.html", TrainingPage.Of(System.IO.Path.GetFileNameWithoutExtension(Model), report.Epochs, report.Epochs.Count, report));
        Write("report.txt", ReportText.Of(report));
        Write("report.json", ReportText.JsonOf(report));
    }

    void Write(string name, string text) => AtomicFile.Write(In(name), Encoding.UTF8.GetBytes(text));

    string In(string name) => System.IO.Path.Combine(Path, name);

    static bool IsOurs(string file) => System.IO.Path.GetFileName(file) is "checkpoint" or "random.onnx" or "best.onnx" or "last-good.onnx" or "metrics.csv" or "index.html" or "report.txt" or "report.json"
        || System.IO.Path.GetFileName(file).StartsWith("epoch-", StringComparison.Ordinal);
}
