using Percept.Training;

namespace Percept.Tests.Training;

public sealed class ClassificationMetricsTests
{
    static readonly Scored scored = new([[3, 0], [2, 0], [1, 0], [0, 1], [0, 4], [1, 0]], [0, 0, 0, 0, 1, 1]);

    [Fact]
    public void Confusion_precision_and_recall_are_counts_by_hand()
    {
        var quality = ClassificationMetrics.Of(scored, ["a", "b"]);

        Assert.Equal([[3, 1], [1, 1]], quality.Confusion);
        Assert.Equal(4.0 / 6, quality.Accuracy, 1e-9);
        Assert.Equal((0.75 + 0.5) / 2, quality.BalancedAccuracy, 1e-9);
        Assert.Equal(0.75, quality.Classes[0].Precision, 1e-9);
        Assert.Equal(0.5, quality.Classes[1].F1, 1e-9);
        Assert.Equal(2, quality.Classes[1].Images);
    }

    [Fact]
    public void Temperature_brings_confidence_to_the_truth()
    {
        // Always sure, right three times of four: the best confidence is 0.75, by a temperature of 8 / ln 3.
        var sure = new Scored([.. Enumerable.Range(0, 400).Select(_ => new float[] { 8, 0 })], [.. Enumerable.Range(0, 400).Select(i => i % 4 == 0 ? 1 : 0)]);

        var quality = ClassificationMetrics.Of(sure, ["a", "b"]);

        Assert.Equal(8 / Math.Log(3), quality.Temperature, 0.02);
        Assert.Equal(0.25, quality.CalibrationError, 0.01);
        Assert.Equal(0, quality.CalibrationErrorAfter, 0.01);
    }

    [Fact]
    public void A_class_without_images_does_not_count_in_the_balanced_accuracy() =>
        Assert.Equal(1, ClassificationMetrics.Of(new([[2, 0, 0], [0, 2, 0]], [0, 1]), ["a", "b", "c"]).BalancedAccuracy, 1e-9);
}
