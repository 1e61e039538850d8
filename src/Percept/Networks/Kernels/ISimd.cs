namespace Percept.Networks.Kernels;

/// <summary>As many numbers as one vector register holds; kernels that are written over it run in registers of any width.</summary>
/// <typeparam name="TSelf">The type that implements it.</typeparam>
unsafe interface ISimd<TSelf> where TSelf : struct, ISimd<TSelf>
{
    /// <summary>How many numbers it holds.</summary>
    static abstract int Count { get; }

    static abstract TSelf operator +(TSelf x, TSelf y);

    static abstract TSelf operator -(TSelf x, TSelf y);

    /// <summary>The same number everywhere.</summary>
    static abstract TSelf Of(float number);

    /// <summary>The numbers at an address.</summary>
    static abstract TSelf Load(float* from);

    /// <summary>x·y + z, rounded once where the processor does that at once, else twice.</summary>
    static abstract TSelf MultiplyAdd(TSelf x, TSelf y, TSelf z);

    /// <summary>Writes the numbers to an address.</summary>
    void Store(float* to);
}
