using System.Buffers.Binary;
using System.Diagnostics;
using FsCheck.Xunit;
using Percept.Imaging;

namespace Percept.Tests.Imaging;

public sealed class RefusalTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_PNG_bomb_is_refused_before_it_is_decoded() =>
        IsRefused("bomb.png", Resized(Files.Halves(".png"), 60000, 60000), "declares 60000 x 60000 pixels, 3,600,000,000; the limit is 100,000,000.");

    [Fact]
    public void A_big_drawing_is_refused_before_it_is_drawn() =>
        IsRefused("big.svg", Files.Halves(".svg", 20000, 20000), "declares 20000 x 20000 pixels, 400,000,000; the limit is 100,000,000.");

    [Fact]
    public void A_file_over_the_limit_is_not_opened()
    {
        var path = folder.Write("large.png", Files.Halves(".png"));

        var error = Assert.Throws<PictureException>(() => Picture.Read(path, new ReadOptions { MaximumBytes = 10 }));

        Assert.Equal($"'{path}' has {new FileInfo(path).Length} bytes; the limit is 10.", error.Message);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(2)]
    public void A_JPEG_cut_short_is_refused_also_where_it_is_read_small(int parts)
    {
        var whole = Files.Halves(".jpg", 400, 500);
        var path = folder.Write("cut.jpg", whole[..(whole.Length / parts)]);

        var error = Assert.Throws<PictureException>(() => Picture.ReadFitted(path, 32, 32));

        Assert.Contains("damaged", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_image_is_refused()
    {
        const string Formats = "it reads JPEG, PNG, WebP, GIF, TIFF, SVG and AVIF.";
        IsRefused("text.jpg", "Just some words, no picture."u8.ToArray(), $"is no image that Percept reads; {Formats}");
        IsRefused("numbers.csv", "1,2,3\n4,5,6\n"u8.ToArray(), $"is no image that Percept reads; {Formats}");
        IsRefused("matrix.mat", "2 2 1 0\n1 2\n3 4\n"u8.ToArray(), $"is no image that Percept reads; {Formats}");
        Files.Solid(1, 2, 3).WriteToFile(folder["own.v"]);
        IsRefused("own.v", File.ReadAllBytes(folder["own.v"]), $"is no image that Percept reads; {Formats}");
        IsRefused("empty.png", [], $"is empty; {Formats}");
    }

    [Fact]
    public void What_is_not_there_is_refused()
    {
        var missing = folder["missing.png"];

        Assert.Equal($"The image file '{missing}' does not exist.", Assert.Throws<PictureException>(() => Picture.Read(missing)).Message);
        Assert.Equal($"'{folder.Path}' is a folder, not an image file.", Assert.Throws<PictureException>(() => Picture.Read(folder.Path)).Message);
    }

    [Theory, MemberData(nameof(Files.Formats), MemberType = typeof(Files))]
    public void A_truncated_file_gives_one_sentence(string extension)
    {
        var whole = Files.Halves(extension);
        for (var length = 0; length < whole.Length - 20; length += 1 + whole.Length / 150)
            ReadsOrRefuses(whole[..length], mayRead: extension is ".gif" or ".tif");
    }

    [Property(MaxTest = 300)]
    public void A_damaged_file_gives_a_picture_or_one_sentence(byte format, ushort place, byte value, bool fitted)
    {
        var bytes = damageable[format % damageable.Length].ToArray();
        bytes[place % bytes.Length] = value;

        ReadsOrRefuses(bytes, mayRead: true, fitted);
    }

    static readonly byte[][] damageable = [.. Files.Formats.Select(format => Files.Halves(format.Data))];

    static void ReadsOrRefuses(byte[] bytes, bool mayRead, bool fitted = false)
    {
        try
        {
            var picture = fitted ? Picture.DecodeFitted(bytes, "x", 8, 8) : Picture.Decode(bytes, "x");
            Assert.True(mayRead, $"{bytes.Length} bytes were read as {picture}");
        }
        catch (PictureException error)
        {
            Assert.StartsWith("'x' ", error.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("\n", error.Message, StringComparison.Ordinal);
        }
    }

    void IsRefused(string name, byte[] bytes, string sentence)
    {
        var path = folder.Write(name, bytes);
        var clock = Stopwatch.StartNew();

        Assert.Equal($"'{path}' {sentence}", Assert.Throws<PictureException>(() => Picture.Read(path)).Message);
        Assert.Equal($"'{path}' {sentence}", Assert.Throws<PictureException>(() => Picture.ReadFitted(path, 8, 8)).Message);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
    }

    /// <summary>The same PNG file with another size in its header.</summary>
    static byte[] Resized(byte[] png, int height, int width)
    {
        var bomb = png.ToArray();
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(bomb.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(bomb.AsSpan(29), Checksum(bomb.AsSpan(12, 17)));
        return bomb;
    }

    static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = uint.MaxValue;
        foreach (var one in bytes)
        {
            sum ^= one;
            for (var bit = 0; bit < 8; bit++)
                sum = (sum & 1) == 0 ? sum >> 1 : sum >> 1 ^ 0xedb88320;
        }
        return ~sum;
    }
}
