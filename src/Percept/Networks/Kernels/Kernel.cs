namespace Percept.Networks.Kernels;

/// <summary>An operator of our own, where ONNX's cannot do the same work fast on a CPU: one node of a session, float32 in and out.</summary>
abstract class Kernel : IDisposable
{
    /// <summary>Computes the output from the inputs; called by several threads at once.</summary>
    internal abstract void Compute(KernelRun run);

    /// <summary>Frees what it keeps, with the session.</summary>
    public virtual void Dispose()
    {
    }
}
