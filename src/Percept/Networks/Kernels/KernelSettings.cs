using System.Text;

namespace Percept.Networks.Kernels;

/// <summary>The attributes of the node that a kernel is made for.</summary>
readonly unsafe struct KernelSettings(IntPtr info)
{
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
