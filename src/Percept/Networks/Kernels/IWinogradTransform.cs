namespace Percept.Networks.Kernels;

/// <summary>Some neighbouring outputs of a filter of three taps, from as many products as it sees inputs: Winograd's minimal filtering, F(m, 3).</summary>
/// <remarks>
/// A filter is the product of two polynomials, and that is found from its values at a few points: the inputs are turned into such values
/// (<see cref="Input"/>), so are the weights (<see cref="Weights"/>), the two are multiplied, and <see cref="Output"/> makes outputs of the products.
/// Each step works on as many numbers side by side as a register holds. Source: Lavin and Gray, "Fast algorithms for convolutional neural networks", 2016.
/// </remarks>
unsafe interface IWinogradTransform
{
    /// <summary>How many outputs are found together; the inputs they see, and the products, are two more.</summary>
    static abstract int Outputs { get; }

    /// <summary>What the three weights are multiplied by for each product.</summary>
    static abstract double[][] Weights { get; }

    /// <summary>The inputs' share in the products.</summary>
    /// <param name="x">The first inputs, as many as a register holds.</param>
    /// <param name="step">From one input to the next.</param>
    /// <param name="to">Where the shares go.</param>
    /// <param name="toStep">From one of them to the next.</param>
    static abstract void Input<T>(float* x, nint step, float* to, nint toStep) where T : struct, ISimd<T>;

    /// <summary>The outputs that the products make.</summary>
    /// <param name="products">The first products, as many as a register holds.</param>
    /// <param name="step">From one product to the next.</param>
    /// <param name="to">Where the outputs go.</param>
    /// <param name="toStep">From one of them to the next.</param>
    /// <param name="offset">What is added to each output.</param>
    static abstract void Output<T>(float* products, nint step, float* to, nint toStep, T offset) where T : struct, ISimd<T>;
}
