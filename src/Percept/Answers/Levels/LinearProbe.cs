using MathNet.Numerics.LinearAlgebra;

namespace Percept.Answers.Levels;

/// <summary>How well a linear function of a layer's answers tells labels apart (Alain and Bengio, "Understanding intermediate layers using linear classifier probes", 2016).</summary>
/// <remarks>Ridge regression to one number a label on standardised answers, the highest number wins; solved in the images' inner products, since there are more units than images.</remarks>
static class LinearProbe
{
    const int Folds = 5;

    /// <summary>The balanced accuracy (the mean over labels of the share told right) by cross-validation; NaN where a label has fewer than two images.</summary>
    /// <param name="answers">An array of numbers for each image.</param>
    /// <param name="labels">The label of each, from 0.</param>
    /// <param name="count">How many labels there are.</param>
    internal static double Accuracy(IReadOnlyList<float[]> answers, int[] labels, int count)
    {
        var members = Enumerable.Range(0, count).Select(label => Enumerable.Range(0, labels.Length).Where(i => labels[i] == label).ToArray()).ToArray();
        if (count < 2 || members.Any(member => member.Length < 2)) return double.NaN;

        var fold = new int[labels.Length];
        foreach (var member in members)
            for (var i = 0; i < member.Length; i++) fold[member[i]] = i % Folds;
        var right = new double[count];
        var x = Standardised(answers);
        var products = x.TransposeAndMultiply(x);
        foreach (var held in Enumerable.Range(0, Folds))
        {
            int[] known = [.. Enumerable.Range(0, labels.Length).Where(i => fold[i] != held)], asked = [.. Enumerable.Range(0, labels.Length).Where(i => fold[i] == held)];
            if (known.Length == 0 || asked.Length == 0) continue;
            var inner = Matrix<double>.Build.Dense(known.Length, known.Length, (i, j) => products[known[i], known[j]]);
            var ridge = 0.1 * inner.Trace() / known.Length;
            if (ridge <= 0) return 1.0 / count;
            // Each label weighs the same, however many images it has.
            var weights = known.Select(i => (double)known.Length / count / members[labels[i]].Length).ToArray();
            for (var i = 0; i < known.Length; i++) inner[i, i] += ridge / weights[i];
            var targets = Matrix<double>.Build.Dense(known.Length, count, (i, label) => labels[known[i]] == label ? 1 : -1);
            var solved = inner.Cholesky().Solve(targets);
            foreach (var i in asked)
            {
                var numbers = Vector<double>.Build.Dense(known.Length, j => products[i, known[j]]) * solved;
                if (numbers.MaximumIndex() == labels[i]) right[labels[i]]++;
            }
        }

        return right.Select((told, label) => told / members[label].Length).Average();
    }

    /// <summary>Each column with mean 0 and variance 1, and a column of ones beside, so that labels need not be balanced.</summary>
    static Matrix<double> Standardised(IReadOnlyList<float[]> answers)
    {
        var x = Matrix<double>.Build.DenseOfRows(answers.Select(row => row.Select(value => float.IsFinite(value) ? (double)value : 0)));
        foreach (var column in Enumerable.Range(0, x.ColumnCount))
        {
            var values = x.Column(column);
            var centred = values - (values.Sum() / values.Count);
            var deviation = centred.L2Norm() / Math.Sqrt(values.Count);
            x.SetColumn(column, deviation > 1e-9 ? centred / deviation : centred * 0);
        }

        return x.Append(Matrix<double>.Build.Dense(x.RowCount, 1, 1));
    }
}
