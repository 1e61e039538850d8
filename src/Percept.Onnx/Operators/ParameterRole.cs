namespace Percept.Onnx.Operators;

/// <summary>What a constant input of an operator is to training.</summary>
enum ParameterRole
{
    /// <summary>A matrix or filters: what multiplies all that comes from before.</summary>
    Weight,

    /// <summary>What multiplies each element or channel.</summary>
    Scale,

    /// <summary>What is added.</summary>
    Bias,

    /// <summary>A running mean of batches.</summary>
    Mean,

    /// <summary>A running variance of batches.</summary>
    Variance,
}
