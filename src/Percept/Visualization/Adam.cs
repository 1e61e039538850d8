using System.Numerics.Tensors;

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

    /// <summary>Moves the parameters one step up the gradient.</summary>
    internal void Ascend(Span<float> parameters, ReadOnlySpan<float> gradient)
    {
        step++;
        TensorPrimitives.Subtract(gradient, mean, scratch);
        TensorPrimitives.MultiplyAdd(scratch, 1 - Beta1, mean, mean);
        TensorPrimitives.Multiply(gradient, gradient, scratch);
        TensorPrimitives.Subtract(scratch, square, scratch);
        TensorPrimitives.MultiplyAdd(scratch, 1 - Beta2, square, square);
        var correction = (float)Math.Sqrt(1 - Math.Pow(Beta2, step));
        TensorPrimitives.Sqrt(square, scratch);
        var floor = Floor * (float)Math.Sqrt(TensorPrimitives.Sum<float>(square) / square.Length);
        TensorPrimitives.Add(scratch, (Epsilon * correction) + floor, scratch);
        TensorPrimitives.Divide(mean, scratch, scratch);
        TensorPrimitives.MultiplyAdd(scratch, (float)(rate / slowness * correction / (1 - Math.Pow(Beta1, step))), parameters, parameters);
    }
}
