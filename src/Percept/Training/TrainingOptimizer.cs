using Percept.Onnx.Graphs;

namespace Percept.Training;

/// <summary>How a gradient changes a weight, said in the operators of a graph; the formulas are those of PyTorch's optimisers of the same names.</summary>
/// <param name="WeightDecay">How fast weights shrink; biases and normalizations do not.</param>
public abstract record TrainingOptimizer(double WeightDecay)
{
    /// <summary>How many tensors of a weight's shape it remembers from step to step, zeros at first.</summary>
    internal abstract int State { get; }

    /// <summary>The weight and the memories after a step.</summary>
    internal abstract (Value Weight, Value[] Memories) Apply(Value weight, Value gradient, Value[] memories, StepNumbers numbers, bool decays);

    /// <summary>What it needs to know of a step, counted from 1.</summary>
    internal abstract (float First, float Second) Corrections(int step);
}

/// <summary>The numbers that are other ones at each step, as inputs of the graph.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="First">By how much the first memory falls short of a mean.</param>
/// <param name="Second">The square root of by how much the second does.</param>
/// <param name="EmaDecay">How much of itself the average of the weights keeps.</param>
sealed record StepNumbers(Value Rate, Value First, Value Second, Value EmaDecay);

/// <summary>Stochastic gradient descent with Nesterov's momentum: g += λ·w, b = μ·b + g, w −= η·(g + μ·b).</summary>
public sealed record Sgd(double Momentum = 0.9, double WeightDecay = 5e-4) : TrainingOptimizer(WeightDecay)
{
    internal override int State => 1;

    internal override (Value Weight, Value[] Memories) Apply(Value weight, Value gradient, Value[] memories, StepNumbers numbers, bool decays)
    {
        if (decays && WeightDecay > 0) gradient += weight * WeightDecay;
        var momentum = (memories[0] * Momentum) + gradient;
        return (weight - (numbers.Rate * (gradient + (momentum * Momentum))), [momentum]);
    }

    internal override (float First, float Second) Corrections(int step) => (1, 1);
}

/// <summary>Adam with decoupled weight decay: w −= η·λ·w, m and v the running means of g and g², w −= η·m̂/(√v̂ + ε).</summary>
public sealed record AdamW(double First = 0.9, double Second = 0.999, double Epsilon = 1e-8, double WeightDecay = 0.02) : TrainingOptimizer(WeightDecay)
{
    internal override int State => 2;

    internal override (Value Weight, Value[] Memories) Apply(Value weight, Value gradient, Value[] memories, StepNumbers numbers, bool decays)
    {
        var mean = (memories[0] * First) + (gradient * (1 - First));
        var square = (memories[1] * Second) + (gradient * gradient * (1 - Second));
        var step = numbers.Rate / numbers.First * mean / ((square.Sqrt() / numbers.Second) + Epsilon);
        return ((decays && WeightDecay > 0 ? weight * (1 - (numbers.Rate * WeightDecay)) : weight) - step, [mean, square]);
    }

    internal override (float First, float Second) Corrections(int step) => ((float)(1 - Math.Pow(First, step)), (float)Math.Sqrt(1 - Math.Pow(Second, step)));
}
