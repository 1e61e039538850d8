using System.Text;

namespace Percept.Networks.Kernels;

/// <summary>The attributes of the node that a kernel is made for.</summary>
readonly unsafe struct KernelSettings(IntPtr info)
{
    /// <summary>The elements of an input that is a constant.</summary>
    /// <exception cref="InvalidOperationException">It is none, or they are not as many as the kernel was made for.</exception>
    internal Elements Constant(int index, int length)
    {
        int isConstant;
        IntPtr value;
        Native.Check(Native.GetConstant(info, (nuint)index, &isConstant, &value));
        return isConstant != 0 ? Elements.Of(value, length) : throw new InvalidOperationException($"Input {index} of a kernel is not the constant that it was made for.");
    }

    /// <summary>A list of whole numbers.</summary>
    internal int[] this[string name]
    {
        get
        {
            fixed (byte* key = Encoding.UTF8.GetBytes(name + '\0'))
            {
                nuint count = 0;
                Native.Check(Native.AttributeIntegers(info, key, null, &count));
                var list = new long[count];
                fixed (long* start = list) Native.Check(Native.AttributeIntegers(info, key, start, &count));
                return Array.ConvertAll(list, number => checked((int)number));
            }
        }
    }
}
