using System.Numerics.Tensors;
using Percept.Onnx.Graphs;

namespace Percept.Visualization;

/// <summary>Adam (Kingma and Ba, 2015), upwards, with a floor under what a parameter's gradient is divided by.</summary>
/// <remarks>Plain Adam moves parameters that do not matter as fast as those that do; in a picture they are noise. The floor lets them lie.</remarks>
sealed class Adam(int length, double rate)
{
    /// <summary>Of the root mean square of all parameters' gradients.</summary>
    const float Floor = 0.3f;

    const float Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-8f;

    readonly float[] mean = new float[length], square = new float[length], scratch = new float[length];
    double slowness = 1;
    int step;

    /// <summary>Halves the step, and forgets where it was heading.</summary>
    internal void Slow()
    {
        slowness = Math.Min(2 * slowness, 16);
        Array.Clear(mean);
    }

    /// <summary>Lets the step grow back to what it was.</summary>
    internal void Hasten() => slowness = Math.Max(slowness / 1.1, 1);

    /// <summary>What is other at each step, counted from 1: the factor of a step, and what keeps its divisor from 0.</summary>
    internal static (float Factor, float Epsilon) At(int step, double rate)
    {
        var correction = (float)Math.Sqrt(1 - Math.Pow(Beta2, step));
        return ((float)(rate * correction / (1 - Math.Pow(Beta1, step))), Epsilon * correction);
    }

    /// <summary>The same step as a graph: what parameters, mean and square are after it, of several images side by side.</summary>
    /// <param name="state">Parameters, mean and square: batch x whatever.</param>
    /// <param name="gradient">The parameters' gradient.</param>
    /// <param name="factor">For each image, the factor of <see cref="At"/>.</param>
    /// <param name="epsilon">For each image, the epsilon of <see cref="At"/>.</param>
    /// <param name="moves">For each image 1, or 0 where all stays as it is.</param>
    internal static (Value Parameters, Value Mean, Value Square) Ascended((Value Parameters, Value Mean, Value Square) state, Value gradient, Value factor, Value epsilon, Value moves)
    {
        var mean = state.Mean + ((gradient - state.Mean) * (moves * (1 - Beta1)));
        var square = state.Square + (((gradient * gradient) - state.Square) * (moves * (1 - Beta2)));
        var floor = Floor * square.Mean([.. Enumerable.Range(1, square.Shape.Rank - 1)]).Sqrt();
        return (state.Parameters + (mean / (square.Sqrt() + epsilon + floor) * (moves * factor)), mean, square);
    }

    /// <summary>Moves the parameters one step up the gradient.</summary>
    internal void Ascend(Span<float> parameters, ReadOnlySpan<float> gradient)
    {
        step++;
        TensorPrimitives.Subtract(gradient, mean, scratch);
        TensorPrimitives.MultiplyAdd(scratch, 1 - Beta1, mean, mean);
        TensorPrimitives.Multiply(gradient, gradient, scratch);
        TensorPrimitives.Subtract(scratch, square, scratch);
        TensorPrimitives.MultiplyAdd(scratch, 1 - Beta2, square, square);
        var (factor, epsilon) = At(step, rate / slowness);
        TensorPrimitives.Sqrt(square, scratch);
        var floor = Floor * (float)Math.Sqrt(TensorPrimitives.Sum<float>(square) / square.Length);
        TensorPrimitives.Add(scratch, epsilon + floor, scratch);
        TensorPrimitives.Divide(mean, scratch, scratch);
        TensorPrimitives.MultiplyAdd(scratch, factor, parameters, parameters);
    }
}
