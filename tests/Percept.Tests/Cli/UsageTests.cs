using System.CommandLine.Parsing;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Percept.Answers.Eigenimages;
using Percept.Attribution.Methods;
using Percept.Cli;
using Percept.Cli.Verbs;
using Percept.Training;
using Percept.Visualization;

namespace Percept.Tests.Cli;

public sealed class UsageTests
{
    public static TheoryData<string> Verbs => [.. CommandLine.Root().Subcommands.Select(verb => verb.Name)];

    [Fact]
    public void The_verbs_are_those_of_the_design() => Assert.Equal(
        ["activation-atlas", "atlas", "concepts", "demo", "eigenimages", "explain", "export", "figure", "filters", "gradient", "groups", "inspect", "invert", "levels", "match", "measure", "merge", "optimize", "plan", "serve", "show", "submit", "train", "watch", "work"],
        CommandLine.Root().Subcommands.Select(verb => verb.Name).Order());

    [Theory, MemberData(nameof(Verbs))]
    public async Task Help_begins_with_examples(string verb)
    {
        var help = (await PerceptCommand.RunAsync(verb, "--help")).Assert(0).Data;

        var lines = help.Split('\n');
        Assert.Equal("Examples:", lines[2].TrimEnd());
        Assert.StartsWith($"  percept {verb}", lines[3]);
        Assert.True(help.IndexOf("Examples:", StringComparison.Ordinal) < help.IndexOf("Usage:", StringComparison.Ordinal));
        Assert.Equal(2, help.Split("Usage:").Length);
    }

    [Theory, MemberData(nameof(Verbs))]
    public void Examples_are_understood(string verb)
    {
        foreach (var example in ((Verb)CommandLine.Root().Subcommands.Single(command => command.Name == verb)).Examples)
        {
            var words = CommandLineParser.SplitCommandLine(example.Replace('\'', '"')).Skip(1).ToArray();
            Assert.Empty(CommandLine.Root().Parse(words, new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null }).Errors);
        }
    }

    /// <summary>They are described once, for all verbs.</summary>
    static readonly string[] devices = ["--device", "--threads"];

    [Theory, MemberData(nameof(Verbs))]
    public void The_guide_has_every_verb_with_its_options_and_no_others(string verb)
    {
        var guide = File.ReadAllText(Repository.File("docs/cli.md"));
        var section = guide.Split("\n## ").SingleOrDefault(section => section.StartsWith($"`{verb}", StringComparison.Ordinal));

        Assert.True(section is not null, $"docs/cli.md has no section on `{verb}`.");
        Assert.Contains($"percept {verb}", section);
        Assert.Contains("Exit codes:", section);
        var options = CommandLine.Root().Subcommands.Single(command => command.Name == verb).Options.Where(option => !option.Hidden).Select(option => option.Name).Except(Preprocessing).Except(devices);
        var explained = Regex.Matches(section, "`(--[a-z-]+)").Select(match => match.Groups[1].Value).Except(Preprocessing).Except(devices);
        Assert.Equal(options.Order(), explained.Order());
    }

    /// <summary>Defaults that depend on what else is given, and so are not the option's own.</summary>
    static readonly Dictionary<(string Verb, string Option), string> elsewhere = new()
    {
        [("optimize", "--steps")] = $"{new Recipe().Steps}",
        [("optimize", "--seed")] = $"{new Recipe().Seed}",
        [("optimize", "--image")] = nameof(Fourier).ToLowerInvariant(),
        [("eigenimages", "--steps")] = $"{new EigenOptions().InversionSteps}",
        [("train", "--rule")] = new TrainingOptions().Rule is Sgd ? "sgd" : "",
        [("plan", "--images-per-shard")] = $"{PlanVerb.UsualImages}",
        [("plan", "--units-per-shard")] = $"{PlanVerb.UsualUnits}",
    };

    [Theory, MemberData(nameof(Verbs))]
    public void The_guide_says_every_default_and_no_other(string verb)
    {
        var section = File.ReadAllText(Repository.File("docs/cli.md")).Split("\n## ").Single(section => section.StartsWith($"`{verb}", StringComparison.Ordinal));
        var said = section.Split('\n').Where(line => line.StartsWith("- `--", StringComparison.Ordinal) && line.Contains("default `", StringComparison.Ordinal))
            .ToDictionary(line => Regex.Match(line, "--[a-z-]+").Value, line => Regex.Matches(line, "default `([^`]*)`").Select(match => match.Groups[1].Value).Single());
        var options = CommandLine.Root().Subcommands.Single(command => command.Name == verb).Options.Where(option => !option.Hidden && option.HasDefaultValue && option.ValueType != typeof(bool))
            .ToDictionary(option => option.Name, option => Text(option.GetDefaultValue()));
        foreach (var name in devices) options.Remove(name);
        foreach (var ((_, name), value) in elsewhere.Where(pair => pair.Key.Verb == verb)) options.Add(name, value);
        // The plan's options are the atlas's, and described there.
        if (verb == "plan") foreach (var name in (string[])["--units", "--steps", "--seed", "--top"]) options.Remove(name);

        Assert.Equal(options.OrderBy(option => option.Key), said.OrderBy(option => option.Key));

        static string Text(object? value) => value is Enum name ? JsonNamingPolicy.CamelCase.ConvertName(name.ToString()) : Convert.ToString(value, CultureInfo.InvariantCulture)!;
    }

    /// <summary>Options whose name means different things on different verbs, with how many there are.</summary>
    static readonly Dictionary<string, int> meanings = new()
    {
        ["--check"] = 2,
        ["--count"] = 2,
        ["--held-out"] = 2,
        ["--input"] = 2,
        ["--objective"] = 2,
        ["--of"] = 2,
        ["--output"] = 5,
        ["--side"] = 2,
        ["--top"] = 3,
    };

    [Fact]
    public void An_option_of_several_verbs_has_one_wording()
    {
        var wordings = CommandLine.Root().Subcommands.SelectMany(verb => verb.Options.Select(option => (option.Name, option.Description)).Concat(verb.Arguments.Select(argument => (argument.Name, argument.Description))))
            .GroupBy(option => option.Name, option => option.Description!.Split(". ")[0].TrimEnd('.'))
            .ToDictionary(option => option.Key, option => option.Distinct().ToArray());

        Assert.All(wordings, option => Assert.True(option.Value.Length == meanings.GetValueOrDefault(option.Key, 1), $"{option.Key}: {string.Join(" | ", option.Value)}"));
    }

    [Fact]
    public void The_guide_says_how_many_samples_the_methods_of_explaining_take()
    {
        var expected = $"copies of smoothgrad ({new SmoothGrad().Samples}), steps of integrated-gradients ({new IntegratedGradients().Steps}), masks of rise ({new Rise().Masks})";

        Assert.Contains(expected, File.ReadAllText(Repository.File("docs/cli.md")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Help_of_the_command_lists_verbs_and_exit_codes()
    {
        foreach (var args in new string[][] { [], ["--help"] })
        {
            var help = (await PerceptCommand.RunAsync(args)).Assert(0).Data;

            Assert.All(CommandLine.Root().Subcommands, verb => Assert.Contains(verb.Name, help));
            Assert.Contains("Exit codes:", help);
        }
    }

    [Theory]
    [InlineData("inspct m.onnx", "There is no verb 'inspct'; the nearest are inspect and ")]
    [InlineData("inspect", "MODEL|Required argument missing")]
    [InlineData("inspect m.onnx --josn", "`percept inspect` has no option '--josn'; the nearest are --json and ")]
    [InlineData("inspect m.onnx other.onnx", "takes no argument 'other.onnx'; it takes MODEL")]
    [InlineData("inspect m.onnx --range=dark,light", "--range takes 2 number(s) separated by commas, such as --range=LOW,HIGH, not 'dark,light'.")]
    [InlineData("inspect m.onnx --range=1", "--range takes 2 number(s)")]
    [InlineData("inspect m.onnx --mean=0,5;1", "--mean takes 1 or more number(s)")]
    [InlineData("inspect m.onnx --channels cmyk", "--channels takes rgb, bgr, gray, planes or rgba, not 'cmyk'.")]
    [InlineData("inspect m.onnx --channels 1", "--channels takes rgb, bgr, gray, planes or rgba, not '1'.")]
    [InlineData("inspect m.onnx --layout cnhw", "--layout takes nchw, nhwc, chw, hwc, nhw or hw, not 'cnhw'.")]
    [InlineData("inspect m.onnx --size 0,3", "--size takes a height and a width from 1 to 16384 pixels")]
    [InlineData("optimize m.onnx -o out", "--objective")]
    [InlineData("optimize m.onnx -o out --objective conv1:0 --steps 0", "--steps takes a whole number from 1 up, not '0'.")]
    [InlineData("optimize m.onnx -o out --objective *2", "'*2' is not an objective.")]
    [InlineData("gradient m.onnx --of conv1:99999999999 --input x.npy -o dx.npy", "'conv1:99999999999' is not an objective.")]
    [InlineData("gradient m.onnx --of conv1 --input x.npy -o dx.txt", "--output takes a file that ends in .npy, not 'dx.txt'.")]
    [InlineData("filters m.onnx -o f.gif", "--output takes a file that ends in .png or .webp or .jpg, not 'f.gif'.")]
    [InlineData("match m.onnx -o a.percept", "--images")]
    [InlineData("serve a.percept --port 70000", "--port takes a number up to 65535, not '70000'.")]
    [InlineData("plan m.onnx --images x -o p --shards 2 --images-per-shard 3", "give one or the other.")]
    [InlineData("work p --all --shard 3", "goes with neither --shard nor --offset.")]
    [InlineData("work p --shard 3 --processes 2", "--processes goes with --all")]
    [InlineData("submit p", "--slurm")]
    [InlineData("watch m.onnx a.png -o f.gif", "--output takes a .png file or, for a folder of images, a folder, not 'f.gif'.")]
    [InlineData("watch m.onnx a.png --top 0", "--top takes a whole number from 1 up, not '0'.")]
    [InlineData("show a.percept", "UNIT|Required argument missing")]
    public async Task A_wrong_command_line_is_told_in_a_sentence(string line, string sentence)
    {
        var ran = await PerceptCommand.RunAsync(line.Split(' '));

        var said = ran.Refused(code: 2);
        Assert.Contains(sentence.Split('|'), part => said.Contains(part, StringComparison.Ordinal));
        Assert.Contains("--help`.", ran.Messages);
    }

    static readonly string[] Preprocessing = ["--size", "--range", "--mean", "--std", "--channels", "--layout", "--input"];
}
