namespace Percept.Onnx.Operators;

/// <summary>What an operator is like, as those who look at networks ask.</summary>
[Flags]
enum Traits
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

    /// <summary>It adds numbers to what it is given, or multiplies by them: a bias or a scale behind a weighted operator, preprocessing before one.</summary>
    Affine = 128,

    /// <summary>It gives elements of its inputs other places, or leaves some out, and computes nothing.</summary>
    Picking = 256,

    /// <summary>It only repeats its input: a constant that it makes weighs more than what it is made of.</summary>
    Repeating = 512,

    /// <summary>It leaves one element of each line along some axes, computed from all of them.</summary>
    Reducing = 1024,

    /// <summary>It leaves one element of each channel, computed from all positions.</summary>
    Global = 2048,

    /// <summary>A window with strides slides over its input's positions.</summary>
    Windowed = 4096,

    /// <summary>It sums products of two inputs' elements, so that two activations can be mixed by it.</summary>
    Product = 8192,

    /// <summary>It depends on its input's shape alone.</summary>
    OfShape = 16384,

    /// <summary>Of a classifier's scores it keeps the order.</summary>
    KeepsOrder = 32768,

    /// <summary>An activation function that can make a unit silent: below its bound the output is constant, and nothing flows back.</summary>
    Silencing = 65536,
}
