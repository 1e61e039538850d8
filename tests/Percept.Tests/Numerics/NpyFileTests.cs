using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Percept.Numerics;
using Percept.Tests.Imaging;

namespace Percept.Tests.Numerics;

public sealed class NpyFileTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory, InlineData(), InlineData(5), InlineData(2, 3), InlineData(1, 3, 4, 5), InlineData(0, 3)]
    public void What_is_written_is_read(params int[] sizes)
    {
        var array = new NpyArray([.. sizes], [.. Enumerable.Range(0, sizes.Aggregate(1, (product, size) => product * size)).Select(i => i - 0.5f)]);

        NpyFile.Write(folder["a.npy"], array);
        var read = NpyFile.Read(folder["a.npy"]);

        Assert.Equal(array.Shape, read.Shape);
        Assert.Equal(array.Values, read.Values);
        Assert.Equal(0, File.ReadAllBytes(folder["a.npy"]).AsSpan().IndexOf((byte)'\n') % 64 - 63);
    }

    [Fact]
    public void Files_begin_as_numpy_writes_them()
    {
        NpyFile.Write(folder["a.npy"], new([1, 2], [1, 2]));

        var text = Encoding.Latin1.GetString(File.ReadAllBytes(folder["a.npy"]));
        Assert.StartsWith("\u0093NUMPY\u0001\0\u0076\0{'descr': '<f4', 'fortran_order': False, 'shape': (1, 2), }", text);
        Assert.Equal(128 + 8, text.Length);
    }

    [Theory, InlineData(1), InlineData(2), InlineData(3)]
    public void Every_version_is_read(int version) =>
        Assert.Equal([1, 2, 3], NpyFile.Read(Write("{'descr': '<f4', 'fortran_order': False, 'shape': (3,), }", Bytes<float>(1, 2, 3), version)).Values);

    [Fact]
    public void Elements_of_other_types_become_float32()
    {
        Check("<f8", Bytes<double>(-1.5, 2));
        Check("<f2", Bytes<Half>((Half)(-1.5), (Half)2));
        Check("<i8", Bytes<long>(-1, 2), -1);
        Check("<i4", Bytes<int>(-1, 2), -1);
        Check("<i2", Bytes<short>(-1, 2), -1);
        Check("|i1", Bytes<sbyte>(-1, 2), -1);
        Check("<u8", Bytes<ulong>(7, 2), 7);
        Check("<u4", Bytes<uint>(7, 2), 7);
        Check("<u2", Bytes<ushort>(7, 2), 7);
        Check("|u1", Bytes<byte>(7, 2), 7);

        void Check(string kind, byte[] bytes, float first = -1.5f) =>
            Assert.Equal([first, 2], NpyFile.Read(Write($"{{'descr': '{kind}', 'fortran_order': False, 'shape': (2,)}}", bytes)).Values);
    }

    [Fact]
    public void Fortran_order_is_put_right() =>
        Assert.Equal([1, 3, 5, 2, 4, 6], NpyFile.Read(Write("{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", Bytes<float>(1, 2, 3, 4, 5, 6))).Values);

    [Theory]
    [InlineData("{'descr': '>f4', 'fortran_order': False, 'shape': (1,), }", "'>f4'")]
    [InlineData("{'descr': '<c8', 'fortran_order': False, 'shape': (1,), }", "'<c8'")]
    [InlineData("{'descr': [('a', '<f4')], 'fortran_order': False, 'shape': (1,), }", "does not hold one array of numbers")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (2,), }", "truncated")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (-1,), }", "shape (-1,)")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (999999999, 999999999), }", "shape (999999999, 999999999)")]
    [InlineData("{'descr': '<f4', 'fortran_order': False, 'shape': (99999, 99999), }", "truncated")]
    public void Anything_else_is_refused_in_a_sentence(string header, string said)
    {
        var error = Assert.Throws<ArrayException>(() => NpyFile.Read(Write(header, Bytes<float>(1))));

        Assert.Contains(said, error.Message);
        Assert.Contains("a.npy", error.Message);
        Assert.EndsWith(".", error.Message);
    }

    [Fact]
    public void Files_that_end_early_are_refused()
    {
        NpyFile.Write(folder["whole.npy"], new([3], [1, 2, 3]));
        var bytes = File.ReadAllBytes(folder["whole.npy"]);

        for (var length = 0; length < bytes.Length; length++)
        {
            File.WriteAllBytes(folder["a.npy"], bytes[..length]);
            Assert.Throws<ArrayException>(() => NpyFile.Read(folder["a.npy"]));
        }
    }

    string Write(string header, byte[] elements, int version = 1)
    {
        var length = new byte[version == 1 ? 2 : 4];
        if (version == 1) BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)header.Length);
        else BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)header.Length);
        return folder.Write("a.npy", [0x93, .. "NUMPY"u8, (byte)version, 0, .. length, .. Encoding.ASCII.GetBytes(header), .. elements]);
    }

    static byte[] Bytes<T>(params T[] values) where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
