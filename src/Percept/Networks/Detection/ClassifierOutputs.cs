using Percept.Imaging;

namespace Percept.Networks.Detection;

/// <summary>What a classifier's answers say of a convention.</summary>
static class ClassifierOutputs
{
    /// <summary>For each image the class that its folder names, or null.</summary>
    internal static int?[] Truth(IReadOnlyList<ImageFile> images, IReadOnlyList<string> labels)
    {
        var byName = labels.SelectMany((label, i) => label.Split(',').Append(label).Select(name => (Name: Plain(name), i))).DistinctBy(entry => entry.Name).ToDictionary(entry => entry.Name, entry => entry.i);
        return [.. images.Select(image => byName.TryGetValue(Plain(image.Group), out var label) && image.Group.Length > 0 ? label : (int?)null)];
    }

    /// <summary>Whether the first choice is right, for the images whose class is known.</summary>
    internal static bool[] Right(IReadOnlyList<Reading> readings, int?[] truth) =>
        [.. readings.Zip(truth).Where(pair => pair.Second is not null && pair.First.Answer.Length > 0).Select(pair => FirstChoice(pair.First.Answer) == pair.Second)];

    /// <summary>The mean probability of the first choice, and how much the answers tell images apart; null where there are no classes.</summary>
    internal static (double Confidence, double Variety)? Spread(IReadOnlyList<Reading> readings)
    {
        if (readings.Count == 0 || readings[0].Answer.Length < 2 || readings.Any(reading => !reading.Answer.All(float.IsFinite))) return null;
        double[][] answers = [.. readings.Select(reading => Probabilities(reading.Answer))];
        var mean = Enumerable.Range(0, answers[0].Length).Select(i => answers.Average(answer => answer[i])).ToArray();
        var most = Math.Log(Math.Min(answers.Length, mean.Length));
        return (answers.Average(answer => answer.Max()), most > 0 ? (Entropy(mean) - answers.Average(Entropy)) / most : 0);
    }

    /// <summary>Probabilities as they are; logits through softmax.</summary>
    static double[] Probabilities(float[] answer)
    {
        if (answer.All(value => value is >= 0 and <= 1) && Math.Abs(answer.Sum() - 1) < 1e-3) return Array.ConvertAll(answer, value => (double)value);
        var highest = answer.Max();
        var powers = Array.ConvertAll(answer, value => Math.Exp(value - highest));
        var sum = powers.Sum();
        return Array.ConvertAll(powers, power => power / sum);
    }

    static int FirstChoice(float[] answer) => Array.IndexOf(answer, answer.Max());

    static double Entropy(double[] probabilities) => -probabilities.Where(p => p > 0).Sum(p => p * Math.Log(p));

    static string Plain(string name) => new([.. name.ToLowerInvariant().Where(char.IsLetterOrDigit)]);
}
