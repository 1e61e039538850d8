using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Percept.Training;

/// <summary>A training's report, for people and for programs.</summary>
static class ReportText
{
    /// <summary>The report in words and small tables.</summary>
    public static string Of(TrainingReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        var (text, quality) = (new StringBuilder(), report.Quality);
        Line($"{report.Images.HeldOut} held-out images of {report.Classes.Count} classes: {100 * quality.Accuracy:F1} % are given their class; the mean over classes (balanced accuracy) is {100 * quality.BalancedAccuracy:F1} %.");
        Line($"Trained on {report.Images.Train} images of {report.Size} x {report.Size} pixels in {report.Epochs.Count} epochs and {report.Seconds:F0} s, {report.StepMilliseconds:F0} ms a step of {report.Options.Batch}; {report.Parameters:N0} numbers were learnt, with at most {report.PeakMebibytes:F0} MiB of memory.");
        if (report.Chosen != report.Epochs.Count) Line($"The weights are those after epoch {report.Chosen}, which did best on the held-out images.");
        Line($"");
        var width = Math.Max(6, report.Classes.Max(name => name.Length));
        Line($"{"class".PadRight(width)}  images  precision  recall     F1");
        foreach (var each in quality.Classes) Line($"{each.Name.PadRight(width)}  {each.Images,6}  {each.Precision,9:F3}  {each.Recall,6:F3}  {each.F1,5:F3}");
        Line($"");
        Line($"Confusion: a row for the class an image is of, a column for the one it was given, both in the order above.");
        foreach (var row in quality.Confusion) Line($"{string.Join(' ', row.Select(count => count.ToString(CultureInfo.InvariantCulture).PadLeft(6)))}");
        Line($"");
        Line($"Calibration: confidence is off by {quality.CalibrationError:F3} on average (ECE, 15 bins); with scores divided by {quality.Temperature:F2} (fitted on these same images) by {quality.CalibrationErrorAfter:F3}.");
        Line($"The written network's scores differ from the trainer's by at most {report.LargestDifference:G2} of the largest.");
        foreach (var finding in report.Findings) Line($"Note: {finding}");
        Line($"");
        Line($"Options: {string.Join(", ", report.Options.ToString().Split(", ").Where(option => !option.EndsWith("= ", StringComparison.Ordinal)))}");
        return text.ToString();

        void Line(FormattableString line) => text.AppendLine(line.ToString(CultureInfo.InvariantCulture));
    }

    /// <summary>The report as JSON.</summary>
    public static string JsonOf(TrainingReport report) => JsonSerializer.Serialize(new TrainingRecord(report), TrainingJson.Format.TrainingRecord);
}
