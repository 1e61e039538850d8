using System.Numerics.Tensors;

namespace Percept.Optimization;

/// <summary>Adam (Kingma and Ba, 2015), upwards.</summary>
sealed class Adam(int length, double rate)
{
    const float Beta1 = 0.9f, Beta2 = 0.999f, Epsilon = 1e-8f;

    readonly float[] mean = new float[length], square = new float[length], scratch = new float[length];
    int step;

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
        TensorPrimitives.Add(scratch, Epsilon * correction, scratch);
        TensorPrimitives.Divide(mean, scratch, scratch);
        TensorPrimitives.MultiplyAdd(scratch, (float)(rate * correction / (1 - Math.Pow(Beta1, step))), parameters, parameters);
    }
}
