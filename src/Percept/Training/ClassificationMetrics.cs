using System.Numerics.Tensors;

namespace Percept.Training;

/// <summary>How well one class is told from the others.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Images">How many images of it there are.</param>
/// <param name="Precision">The share of images given this class that are of it; NaN where none was.</param>
/// <param name="Recall">The share of its images that are given it; NaN where there are none.</param>
/// <param name="F1">The harmonic mean of both.</param>
public sealed record ClassMetrics(string Name, int Images, double Precision, double Recall, double F1);

/// <summary>How well a classifier does on images with known classes.</summary>
/// <param name="Accuracy">The share of images that are given their class.</param>
/// <param name="BalancedAccuracy">The mean over classes of the share of its images that are given it.</param>
/// <param name="Loss">The mean cross-entropy, without smoothing.</param>
/// <param name="Confusion">How many images of each class (rows) were given each class (columns).</param>
/// <param name="Classes">Each class by itself.</param>
/// <param name="CalibrationError">How far confidence is from the share that is right: the mean over 15 equal bins of confidence, weighted by their images.</param>
/// <param name="Temperature">What scores are to be divided by, so that confidence comes nearest to the truth.</param>
/// <param name="CalibrationErrorAfter">The calibration error with scores so divided.</param>
public sealed record ClassificationMetrics(
    double Accuracy, double BalancedAccuracy, double Loss, IReadOnlyList<IReadOnlyList<int>> Confusion, IReadOnlyList<ClassMetrics> Classes, double CalibrationError, double Temperature, double CalibrationErrorAfter)
{
    const int Bins = 15;

    internal static ClassificationMetrics Of(Scored scored, IReadOnlyList<string> names)
    {
        var confusion = names.Select(_ => new int[names.Count]).ToArray();
        foreach (var (scores, label) in scored.Scores.Zip(scored.Classes)) confusion[label][TensorPrimitives.IndexOfMax(scores)]++;
        var classes = names.Select((name, i) =>
        {
            var (images, given, right) = (confusion[i].Sum(), confusion.Sum(row => row[i]), (double)confusion[i][i]);
            return new ClassMetrics(name, images, right / given, right / images, given + images == 0 ? double.NaN : 2 * right / (given + images));
        }).ToArray();
        var temperature = BestTemperature(scored);
        return new(
            (double)names.Select((_, i) => confusion[i][i]).Sum() / scored.Classes.Count, classes.Where(each => each.Images > 0).Average(each => each.Recall), CrossEntropy(scored, 1),
            confusion, classes, CalibrationErrorOf(scored, 1), temperature, CalibrationErrorOf(scored, temperature));
    }

    static double CrossEntropy(Scored scored, double temperature) => scored.Scores.Zip(scored.Classes, (scores, label) => -Math.Log(Math.Max(1e-30, Probabilities(scores, temperature)[label]))).Average();

    static double CalibrationErrorOf(Scored scored, double temperature) => scored.Scores.Zip(scored.Classes, (scores, label) =>
        {
            var probabilities = Probabilities(scores, temperature);
            var best = TensorPrimitives.IndexOfMax(probabilities);
            return (Confidence: probabilities[best], Right: best == label ? 1.0 : 0);
        })
        .GroupBy(each => Math.Min((int)(each.Confidence * Bins), Bins - 1))
        .Sum(bin => Math.Abs(bin.Sum(each => each.Confidence - each.Right))) / scored.Classes.Count;

    /// <remarks>Golden-section search over its logarithm; the cross-entropy has one minimum, which may lie at a border (MathNet's search refuses that).</remarks>
    static double BestTemperature(Scored scored)
    {
        var ratio = (Math.Sqrt(5) - 1) / 2;
        var (low, high) = (Math.Log(0.05), Math.Log(20));
        while (high - low > 1e-3)
        {
            var (left, right) = (high - (ratio * (high - low)), low + (ratio * (high - low)));
            if (CrossEntropy(scored, Math.Exp(left)) < CrossEntropy(scored, Math.Exp(right))) high = right;
            else low = left;
        }

        return Math.Exp((low + high) / 2);
    }

    static double[] Probabilities(float[] scores, double temperature)
    {
        var probabilities = Array.ConvertAll(scores, score => score / temperature);
        TensorPrimitives.SoftMax<double>(probabilities, probabilities);
        return probabilities;
    }
}
