using System.Runtime.InteropServices;

namespace Percept.Networks.Kernels;

/// <summary>One computation of a kernel: its inputs' elements, its outputs', and the session's threads.</summary>
readonly unsafe struct KernelRun(IntPtr context)
{
    /// <summary>An input's elements.</summary>
    /// <exception cref="InvalidOperationException">They are not as many as the kernel was made for.</exception>
    internal Elements Input(int index, int length)
    {
        IntPtr value;
        Native.Check(Native.GetInput(context, (nuint)index, &value));
        return Elements.Of(value, length);
    }

    /// <summary>An output's elements, of a shape.</summary>
    internal Elements Output(int[] shape, int index = 0)
    {
        IntPtr value;
        var sizes = Array.ConvertAll(shape, size => (long)size);
        fixed (long* start = sizes) Native.Check(Native.GetOutput(context, (nuint)index, start, (nuint)sizes.Length, &value));
        return Elements.Of(value, shape.Aggregate(1, (product, size) => checked(product * size)));
    }

    /// <summary>Does a piece of work for each number from 0 on, on the threads that the session has.</summary>
    internal void ForEach(int count, Action<int> work)
    {
        var task = new Task(work);
        var handle = GCHandle.Alloc(task);
        try
        {
            Native.Check(Native.ParallelFor(context, &Native.RunPiece, (nuint)count, 0, GCHandle.ToIntPtr(handle)));
        }
        finally
        {
            handle.Free();
        }

        if (task.Failure is { } failure) throw new InvalidOperationException(failure.Message, failure);
    }

    /// <summary>Work of which no exception may leave, since native code calls it.</summary>
    internal sealed class Task(Action<int> work)
    {
        internal Exception? Failure { get; private set; }

        internal void Run(int index)
        {
            try
            {
                work(index);
            }
            catch (Exception error)
            {
                Failure = error;
            }
        }
    }
}

/// <summary>Numbers of a tensor, which the runtime keeps.</summary>
readonly unsafe struct Elements(float* start, int length)
{
    /// <exception cref="InvalidOperationException">They are not as many as the kernel was made for.</exception>
    internal static Elements Of(IntPtr value, int length)
    {
        float* start;
        Native.Check(Native.GetData(value, &start));
        var count = Native.CountOf(value);
        return count == length ? new(start, length) : throw new InvalidOperationException($"A kernel was given {count:N0} numbers where it was made for {length:N0}.");
    }

    /// <summary>The first of them.</summary>
    internal float* Start => start;

    /// <summary>A part of them.</summary>
    internal Span<float> Slice(int first, int count) => new Span<float>(start, length).Slice(first, count);
}
