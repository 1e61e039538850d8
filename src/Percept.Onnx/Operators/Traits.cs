namespace Percept.Onnx.Operators;

/// <summary>What an operator is like, as those who look at networks ask.</summary>
[Flags]
public enum Traits
{
    /// <summary>Nothing is said.</summary>
    None = 0,

    /// <summary>It has learned weights that make a layer.</summary>
    Weighted = 1,

    /// <summary>It computes each element from those at the same place, and perhaps their statistics: what follows a weighted operator within its layer.</summary>
    Pointwise = 2,

    /// <summary>An activation function that lets through what is above some bound and holds back what is below.</summary>
    Rectifier = 4,

    /// <summary>It gives the same elements another shape or order, and computes nothing.</summary>
    Rearranging = 8,

    /// <summary>Its statistics are taken over elements, which keep their positions.</summary>
    Normalization = 16,

    /// <summary>It has more positions than its input, so that what one depends on changes from position to position.</summary>
    Upsampling = 32,

    /// <summary>Two of it on the same inputs are not the same.</summary>
    Random = 64,
}
