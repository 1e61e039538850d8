using System.Globalization;
using System.Text.RegularExpressions;
using Percept.Answers.Levels;
using Percept.Attribution.Methods;
using Percept.Training;
using Percept.Visualization;
using static System.FormattableString;

namespace Percept.Tests.Cli;

/// <summary>Numbers that the guides state and the code decides are the same in both.</summary>
public sealed class GuideNumbersTests
{
    [Fact]
    public void The_recipe_that_the_guide_shows_is_the_usual_one()
    {
        var shown = Regex.Match(Guide("recipes"), "```json\\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;

        Assert.Equal((new Recipe { Height = 128, Width = 128, Transforms = Transform.Standard(128) }).ToJson(), Recipe.FromJson(shown).ToJson());
        Says("recipes", Invariant($"`learningRate` ({Rate("fourier")} by default; {Rate("phase")} for `phase`, {Rate("cppn")} for `cppn`)"));

        static double Rate(string kind) => Recipe.FromJson($$"""{"image": {"kind": "{{kind}}"} }""").Image.LearningRate;
    }

    [Fact]
    public void Methods_of_explaining_take_as_many_samples_as_the_guide_says()
    {
        var (path, noisy, masked) = (new IntegratedGradients(), new SmoothGrad(), new Rise());

        Says("explaining", $"the middles of {path.Steps} steps; while the map does not sum to F(x) − F(b) within 2 %, those over which F rises least like its slopes say are cut in three, for {path.More} gradients more at most");
        Says("explaining", Invariant($"over {noisy.Samples} copies (`--samples`) with normal noise of {100 * noisy.Noise:0} %"));
        Says("explaining", $"over {masked.Masks} soft random masks m (`--samples`) of {masked.Cells} x {masked.Cells} cells");
    }

    [Fact]
    public void Training_goes_by_the_numbers_of_its_guide()
    {
        var (sgd, adam) = (new Sgd(), new AdamW());

        Says("training", Invariant($"| `--rule sgd` | Nesterov's momentum {sgd.Momentum}, weight decay {sgd.WeightDecay.ToString("0.####", CultureInfo.InvariantCulture)}:"));
        Says("training", Invariant($"decoupled weight decay {adam.WeightDecay}"));
        Says("cli", Invariant($"- `--weight-decay`: {sgd.WeightDecay.ToString("0.####", CultureInfo.InvariantCulture)} for `sgd`, {adam.WeightDecay} for `adamw`;"));
    }

    [Fact]
    public void Levels_have_the_borders_of_their_guide()
    {
        var options = new LevelOptions();

        Assert.Equal((LevelRule.Low, LevelRule.Mid), (options.Low, options.Mid));
        Says("cli", Invariant($"low-level; default `{options.Low}`"));
    }

    static void Says(string guide, string words) => Assert.Contains(words, Guide(guide), StringComparison.Ordinal);

    static string Guide(string name) => File.ReadAllText(Repository.File($"docs/{name}.md"));
}
