using System.Globalization;

namespace Percept.Training;

/// <summary>A network as it was at some time of its training.</summary>
/// <param name="Caption">When.</param>
/// <param name="Path">The ONNX file.</param>
public sealed record Snapshot(string Caption, string Path)
{
    /// <summary>What a training kept: the network before it, after some epochs, and at its end.</summary>
    public static IReadOnlyList<Snapshot> Of(TrainingReport report)
    {
        var kept = Directory.GetFiles(report.Folder, "epoch-*.onnx").Order(StringComparer.Ordinal)
            .Select(path => new Snapshot(FormattableString.Invariant($"epoch {Epoch(path)}"), path));
        var before = new Snapshot(report.Options.FineTune is null ? "random weights" : "before", System.IO.Path.Combine(report.Folder, "random.onnx"));
        return [.. new[] { before }.Where(snapshot => File.Exists(snapshot.Path)), .. kept, new(FormattableString.Invariant($"epoch {report.Chosen}, the end"), report.Model)];
    }

    static int Epoch(string path) => int.Parse(System.IO.Path.GetFileNameWithoutExtension(path)["epoch-".Length..], CultureInfo.InvariantCulture);
}
