using Percept.Cli;
using Percept.Networks;

namespace Percept.Tests.Cli;

public sealed class DeviceOptionsTests : IDisposable
{
    /// <summary>They look at an atlas alone.</summary>
    static readonly HashSet<string> without = ["figure", "export"];

    readonly Imaging.TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    public static TheoryData<string> Verbs => [.. CommandLine.Root().Subcommands.Select(verb => verb.Name)];

    [Theory, MemberData(nameof(Verbs))]
    public void Every_verb_that_runs_a_network_says_where_and_on_how_many_processors(string name)
    {
        var verb = CommandLine.Root().Subcommands.Single(verb => verb.Name == name);

        Assert.Equal(!without.Contains(name), verb.Options.Any(option => option.Name == "--device"));
        Assert.Equal(!without.Contains(name), verb.Options.Any(option => option.Name == "--threads"));
    }

    [Theory]
    [InlineData("cuda")]
    [InlineData("dml")]
    [InlineData("coreml")]
    public async Task A_device_that_is_not_there_is_refused_with_a_sentence(string device)
    {
        if (Device.Names.Contains(device) && IsHere(device)) return;
        var refused = await PerceptCommand.RunAsync("inspect", TinyNetwork.Write(folder), "--device", device);

        refused.Assert(3);
        Assert.Contains($"'{device}'", refused.Messages, StringComparison.Ordinal);
        Assert.Contains("--device=cpu always works.", refused.Messages, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--device", "gpu")]
    [InlineData("--threads", "0")]
    [InlineData("--threads", "two")]
    public async Task What_makes_no_sense_is_not_understood(string option, string value) =>
        (await PerceptCommand.RunAsync("inspect", TinyNetwork.Write(folder), option, value)).Assert(2);

    [Fact]
    public async Task Results_do_not_depend_on_the_number_of_threads()
    {
        var network = TinyNetwork.Write(folder);
        foreach (var threads in new[] { "1", "3" })
            (await PerceptCommand.RunAsync("optimize", network, "--size=32,32", "--objective", "output:0", "--objective", "output:1", "--steps", "6", "--threads", threads, "-o", folder[threads])).Assert(0);

        foreach (var picture in Directory.GetFiles(folder["1"], "*.png")) Assert.Equal(File.ReadAllBytes(picture), File.ReadAllBytes(Path.Combine(folder["3"], Path.GetFileName(picture))));
    }

    static bool IsHere(string device)
    {
        try
        {
            return Device.Of(device) is not null;
        }
        catch (DeviceException)
        {
            return false;
        }
    }
}
