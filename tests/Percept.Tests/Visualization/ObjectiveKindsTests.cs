using Percept.Imaging;
using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Graphs;
using Percept.Tests.Imaging;
using Percept.Visualization;

namespace Percept.Tests.Visualization;

public sealed class ObjectiveKindsTests : IDisposable
{
    static readonly Recipe quick = new() { Steps = 32, LearningRate = 0.02 };

    readonly TemporaryFolder folder = new();
    readonly Network network;

    public ObjectiveKindsTests()
    {
        network = TinyTransformer.Load(folder);
        File.WriteAllBytes(folder["photo.png"], Rainbow().ToPng());
        Picture.FromPlanes([.. Enumerable.Range(0, 16).Select(i => i < 8 ? 1f : 0f)], 1, 4, 4).Write(folder["mask.png"]);
        NpyFile.Write(folder["direction.npy"], new([8], [1, 0, -1, 0, 0.5f, 0, 0, 1]));
        NpyFile.Write(folder["spatial.npy"], new([8, 4, 4], [.. Enumerable.Range(0, 128).Select(i => i % 3 - 1f)]));
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("maps")]
    [InlineData("maps:2..5")]
    [InlineData("maps:3")]
    [InlineData("maps:3@1,2")]
    [InlineData("mlp:5")]
    [InlineData("mlp:5@3")]
    [InlineData("head(heads, 1)")]
    [InlineData("mask(maps:3, mask.png)")]
    [InlineData("label:tabby cat")]
    [InlineData("probability(dog)")]
    [InlineData("logprobability(dog)")]
    [InlineData("direction(maps, 0=1, 3=-0.5)")]
    [InlineData("direction(maps@1,1, direction.npy)")]
    [InlineData("direction(maps, spatial.npy, power=2)")]
    [InlineData("cosine(maps, direction.npy)")]
    [InlineData("-tv")]
    [InlineData("-l1")]
    [InlineData("-l2")]
    [InlineData("-blur")]
    [InlineData("-boundary")]
    [InlineData("like(maps, photo.png)")]
    [InlineData("caricature(maps, photo.png)")]
    [InlineData("caricature(maps, photo.png, power=2)")]
    [InlineData("style(maps, photo.png)")]
    [InlineData("near(photo.png)")]
    [InlineData("maps:3 + 0.5*like(maps, photo.png) - 0.2*tv + 0.5*maps:4")]
    public async Task Every_objective_rises(string text)
    {
        var objective = Parse(text);

        var (before, after) = (await ScoreAsync(objective, quick with { Steps = 0 }), await ScoreAsync(objective, quick));

        Assert.True(after > before, $"{text} went from {before} to {after}.");
    }

    [Theory]
    [InlineData(GradientRules.Redirected)]
    [InlineData(GradientRules.True)]
    [InlineData(GradientRules.Guided)]
    [InlineData(GradientRules.Deconvnet)]
    public async Task An_objective_rises_by_every_rule(GradientRules rules)
    {
        var recipe = Recipe.FromJson((quick with { Rules = rules }).ToJson());

        Assert.Equal(rules, recipe.Rules);
        Assert.True(await ScoreAsync(Parse("maps:3"), recipe) > await ScoreAsync(Parse("maps:3"), recipe with { Steps = 0 }));
    }

    [Fact]
    public async Task Rules_lead_to_different_pictures()
    {
        var pictures = new List<Picture>();
        foreach (var rules in Enum.GetValues<GradientRules>()) pictures.Add((await ClimbAsync([Parse("stream:3")], quick with { Rules = rules })).Single().Picture);

        Assert.NotEqual(pictures[1], pictures[2]);
        Assert.NotEqual(pictures[2], pictures[3]);
    }

    [Fact]
    public async Task A_given_picture_is_found_again()
    {
        var found = (await ClimbAsync([Parse("near(photo.png)")], quick with { Steps = 200, LearningRate = 0.05 })).Single();

        Assert.True(found.Activation > -0.01, $"{found.Activation}");
    }

    [Theory]
    [InlineData("maps:1", "maps:7@2,2")]
    [InlineData("maps:1", "direction(maps, 2=1)")]
    [InlineData("maps", "head(maps, 0)")]
    [InlineData("label:cat", "logits:1")]
    [InlineData("like(maps, photo.png)", "0.5*like(maps, other.png)")]
    [InlineData("cosine(maps, direction.npy)", "cosine(maps@1,1, spatial.npy)")]
    [InlineData("maps:1 + 0.5*diversity(maps, 0)", "maps:2 + diversity(maps, 3)")]
    public void Objectives_that_look_at_the_same_share_a_session(string one, string other)
    {
        if (other.StartsWith("head", StringComparison.Ordinal)) (one, other) = ("heads", "head(heads, 0)");

        Assert.Equal(new ScoreBuilder(network, Parse(one)).Key, new ScoreBuilder(network, Parse(other)).Key);
        Assert.NotEqual(new ScoreBuilder(network, Parse(one)).Key, new ScoreBuilder(network, Parse("mlp:1")).Key);
    }

    [Fact]
    public async Task A_session_that_has_served_another_objective_gives_the_same_bytes()
    {
        Objective[] three = [Parse("maps:1 + 0.1*like(maps, photo.png)"), Parse("maps:2 + 0.1*like(maps, photo.png)"), Parse("2*maps:3@1,1 + 0.2*like(maps, photo.png)")];

        var together = await ClimbAsync(three, quick, batch: 1);

        foreach (var objective in three)
            Assert.Equal((await ClimbAsync([objective], quick)).Single().Picture, together.Single(found => found.Objective == objective).Picture);
    }

    [Fact]
    public async Task A_diverse_sets_pictures_depend_on_nothing_but_the_set()
    {
        var set = Objective.Diverse(Objective.Unit("maps", 3), 3, "maps");

        var together = await ClimbAsync([.. set, .. Objective.Diverse(Objective.Unit("maps", 4), 3, "maps")], quick, batch: 2);
        var last = (await ClimbAsync([set[2]], quick)).Single();

        Assert.Equal(last.Picture, together.Single(found => found.Objective == set[2]).Picture);
    }

    [Fact]
    public async Task A_diverse_sets_pictures_differ_more_where_that_counts_more()
    {
        var alike = await ClimbAsync(Objective.Diverse(Objective.Unit("maps", 3), 2, "maps", weight: 1e-6), quick with { Steps = 96 });
        var diverse = await ClimbAsync(Objective.Diverse(Objective.Unit("maps", 3), 2, "maps", weight: 4), quick with { Steps = 96 });

        Assert.True(Likeness(diverse) < Likeness(alike), $"{Likeness(diverse)} is not below {Likeness(alike)}.");

        double Likeness(List<FeatureVisualization> found)
        {
            var grams = found.Select(each =>
            {
                var maps = Maps(each.Picture).Chunk(16).ToArray();
                return (double[])[.. maps.SelectMany(a => maps.Select(b => a.Zip(b, (x, y) => (double)x * y).Sum()))];
            }).ToArray();
            return Dot(0, 1) / Math.Sqrt(Dot(0, 0) * Dot(1, 1));

            double Dot(int a, int b) => grams[a].Zip(grams[b], (x, y) => x * y).Sum();
        }
    }

    [Fact]
    public async Task An_aligned_sets_pictures_depend_on_nothing_but_the_set()
    {
        var set = Objective.Aligned(Between(3), "maps");

        var together = await ClimbAsync([set[2], set[0], set[1]], quick, batch: 2);
        var last = (await ClimbAsync([set[2]], quick)).Single();

        Assert.Equal(last.Picture, together.Single(found => found.Objective == set[2]).Picture);
        Assert.Equal((await ClimbAsync([set[0].Alone], quick)).Single().Activation, together.Single(found => found.Objective == set[0]).Activation, 0.1f);
    }

    [Fact]
    public async Task An_aligned_sets_pictures_are_nearer_to_each_other()
    {
        var recipe = quick with { Steps = 200, LearningRate = 0.05 };

        var (free, aligned) = (await ClimbAsync(Objective.Aligned(Between(3), "maps", 1e-6), recipe), await ClimbAsync(Objective.Aligned(Between(3), "maps", 10), recipe));

        Assert.True(Apart(aligned) < 0.7 * Apart(free), $"{Apart(aligned)} is not well below {Apart(free)}.");

        double Apart(List<FeatureVisualization> found)
        {
            var maps = found.Select(each => Maps(each.Picture)).ToArray();
            return Distance(maps[0], maps[1]) + Distance(maps[1], maps[2]);
        }

        static double Distance(float[] a, float[] b) => a.Zip(b, (x, y) => (double)(x - y) * (x - y)).Sum() / a.Sum(x => (double)x * x);
    }

    [Theory]
    [InlineData("maps:1 + alignment(maps, mlp)", "the same layers")]
    [InlineData("maps:1 + alignment(maps, \"maps:2 + alignment(maps)\")", "itself one of a set")]
    [InlineData("maps:1 + alignment(maps, \"maps:2\") + diversity(maps, 1)", "of two sets")]
    public void A_set_that_cannot_be_is_refused(string text, string words) =>
        Assert.Contains(words, Assert.Throws<GraphException>(() => new ScoreBuilder(network, Parse(text))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("maps:3", "maps")]
    [InlineData("maps:3 + 0.1*mlp:2", "mlp")]
    [InlineData("label:dog", "mlp")]
    [InlineData("near(photo.png) - tv", "mlp")]
    public void A_diverse_set_is_told_apart_where_there_are_positions(string text, string layer) =>
        Assert.Equal($"{Parse(text)} + 0.5*diversity({layer}, 1)", Objective.Diverse(Parse(text), 2, network)[1].ToString());

    [Fact]
    public async Task What_a_picture_of_a_set_reaches_is_told_without_what_it_owes_to_the_others()
    {
        var set = Objective.Diverse(Objective.Layer("maps"), 2, "maps");

        var found = (await ClimbAsync([set[1]], quick)).Single();

        Assert.Equal(Maps(found.Picture).Average(x => x * x), found.Activation, 0.01f);
    }

    [Fact]
    public async Task A_probability_is_one_between_zero_and_one() =>
        Assert.InRange((await ClimbAsync([Parse("probability(dog)")], quick with { Steps = 1 })).Single().Activation, 0, 1);

    [Fact]
    public void A_direction_of_the_wrong_size_is_refused_with_the_right_one()
    {
        var error = Assert.Throws<GraphException>(() => new ScoreBuilder(network, Parse("direction(mlp, direction.npy)")));

        Assert.Contains("16", error.Message, StringComparison.Ordinal);
    }

    float[] Maps(Picture picture)
    {
        using var session = new Session([("maps", network.Apply(batch: 1)[network.Find("maps")])]);
        picture.CopyPlanesTo(session.Input("image"));
        session.Run();
        return session.Output("maps").ToArray();
    }

    static Objective[] Between(int count) => [.. Enumerable.Range(0, count).Select(i => Objective.Between(Objective.Unit("maps", 3), Objective.Unit("maps", 4), i / (count - 1.0)))];

    async Task<float> ScoreAsync(Objective objective, Recipe recipe)
    {
        // With a vanishing share of another term what is told is the score itself, not a unit's peak.
        return (await ClimbAsync([objective + (1e-9 * Objective.TotalVariation)], recipe)).Single().Activation;
    }

    async Task<List<FeatureVisualization>> ClimbAsync(Objective[] objectives, Recipe recipe, int? batch = null)
    {
        var found = new List<FeatureVisualization>();
        await foreach (var picture in Optimizer.RunAsync(network, objectives, recipe with { Transforms = [] }, batch)) found.Add(picture);
        return found;
    }

    Objective Parse(string text) => Objective.Parse(System.Text.RegularExpressions.Regex.Replace(text, @"\w+\.(png|npy)", match => folder[match.Value]));

    static Picture Rainbow() => Picture.FromPlanes([.. Enumerable.Range(0, 3 * 16 * 16).Select(i => (float)((Math.Sin((i % 16 / 3.0) + (i / 256)) * 0.3) + 0.5 + (i / 16 % 16 * 0.01)))], 3, 16, 16);
}
