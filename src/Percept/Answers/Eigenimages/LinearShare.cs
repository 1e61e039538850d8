using System.Numerics.Tensors;
using MathNet.Numerics.Statistics;
using Percept.Scheduling;

namespace Percept.Answers.Eigenimages;

/// <summary>How much of numbers, seen with each of some images, a linear function of the images' leading eigenimage coefficients says on images held out.</summary>
static class LinearShare
{
    /// <summary>The median R² over the numbers that vary, none counted below 0; NaN where none varies.</summary>
    /// <param name="coefficients">Each image's coefficients, one array an image; those of the first images are uncorrelated.</param>
    /// <param name="numbers">Each image's numbers.</param>
    /// <param name="fitted">How many images, from the first on, the function is fitted to; the others are held out.</param>
    /// <param name="processors">What the work is divided among.</param>
    internal static double Of(float[][] coefficients, float[][] numbers, int fitted, Processors processors)
    {
        var columns = Enumerable.Range(0, coefficients[0].Length).Select(component => coefficients.Select(image => image[component]).ToArray()).ToArray();
        return processors.Select(numbers[0].Length, neuron => Of(columns, [.. numbers.Select(image => image[neuron])], fitted)).Where(double.IsFinite).Median();
    }

    /// <remarks>Coefficients of principal components are uncorrelated over the images they come from, so each slope stands by itself; how many of them are kept is chosen by
    /// generalised cross-validation (Golub, Heath and Wahba, 1979), for a number that no coefficient predicts must not be fitted to chance.</remarks>
    static double Of(float[][] columns, float[] values, int fitted)
    {
        var (mean, heldOutMean) = (TensorPrimitives.Sum<float>(values.AsSpan(0, fitted)) / fitted, TensorPrimitives.Sum<float>(values.AsSpan(fitted)) / (values.Length - fitted));
        var centred = values.Select(value => value - mean).ToArray();
        var total = values.Skip(fitted).Sum(value => Math.Pow(value - heldOutMean, 2));
        double left = TensorPrimitives.SumOfSquares<float>(centred.AsSpan(0, fitted));
        if (total <= 1e-12 * values.Length || left <= 1e-12 * values.Length) return double.NaN;

        var residuals = centred.AsSpan(fitted).ToArray();
        var (best, found) = (left / Math.Pow(1 - (1.0 / fitted), 2), SumOfSquares(residuals));
        for (var k = 0; k < columns.Length; k++)
        {
            var known = columns[k].AsSpan(0, fitted);
            double energy = TensorPrimitives.SumOfSquares<float>(known);
            if (energy <= 0) break;
            var slope = TensorPrimitives.Dot<float>(known, centred.AsSpan(0, fitted)) / energy;
            left -= slope * slope * energy;
            for (var i = 0; i < residuals.Length; i++) residuals[i] -= (float)(slope * columns[k][fitted + i]);
            var score = Math.Max(0, left) / Math.Pow(1 - ((k + 2.0) / fitted), 2);
            if (score < best) (best, found) = (score, SumOfSquares(residuals));
        }

        return Math.Max(0, 1 - (found / total));

        static double SumOfSquares(float[] numbers) => numbers.Sum(number => (double)number * number);
    }
}
