using System.Diagnostics;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Percept.Files;

namespace Percept.Tests.Files;

public sealed class ShellTextTests
{
    [Property(MaxTest = 40)]
    public Property A_shell_reads_back_any_words() => Prop.ForAll(
        ArbMap.Default.ArbFor<string[]>().Filter(words => words is not null && words.All(word => word is not null && !word.Contains('\0'))),
        words => Read(string.Join(' ', words.Select(ShellText.Quote))).SequenceEqual(words.Select(Valid)));

    [Theory]
    [InlineData("it's a net.onnx")]
    [InlineData("$(rm x); `y` \"z\" !")]
    [InlineData("ends with a line\n")]
    [InlineData("")]
    public void A_shell_reads_back_the_words_that_mean_something_to_it(string word) => Assert.Equal([word, "next"], Read($"{ShellText.Quote(word)} next"));

    [Fact]
    public void Plain_words_are_left_as_they_are() => Assert.Equal("layer3.1/conv:2", ShellText.Quote("layer3.1/conv:2"));

    /// <summary>The words as the shell hands them on, each ended by a zero byte.</summary>
    static string[] Read(string words)
    {
        using var shell = Process.Start(new ProcessStartInfo("sh", ["-s"]) { RedirectStandardInput = true, RedirectStandardOutput = true, StandardInputEncoding = new System.Text.UTF8Encoding(false), StandardOutputEncoding = System.Text.Encoding.UTF8 })!;
        shell.StandardInput.Write($"for word in {words}\ndo printf '%s\\0' \"$word\"\ndone\n");
        shell.StandardInput.Close();
        return shell.StandardOutput.ReadToEnd().Split('\0')[..^1];
    }

    /// <summary>A file's name has no half of a pair of surrogates; one is written as the mark for what cannot be.</summary>
    static string Valid(string word) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(word));
}
