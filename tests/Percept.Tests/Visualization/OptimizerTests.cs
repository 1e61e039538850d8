using Percept.Demo;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Tests.Visualization;

public sealed class OptimizerTests
{
    static readonly Network network = DemoNetwork.Faces.Load();

    [Theory]
    [InlineData("conv2d:8")]
    [InlineData("re_lu_12:12@32,32")]
    [InlineData("re_lu_9")]
    [InlineData("re_lu_9:3 - 0.1*re_lu_2:1")]
    public async Task Every_objective_rises(string text)
    {
        var (before, after) = (await ReachedAsync(text, steps: 0), await ReachedAsync(text, steps: 24));

        Assert.True(after > before, $"{text} went from {before} to {after}.");
    }

    [Fact]
    public async Task Objectives_of_different_layers_climb_side_by_side_to_what_each_finds_alone()
    {
        Objective[] objectives = [Objective.Unit("conv2d", 3), Objective.Unit("re_lu_2", 1), Objective.Unit("re_lu_5", 1)];
        var recipe = new Recipe { Height = 32, Width = 32, Steps = 3 };
        using var meeting = new Meeting();

        var together = new Dictionary<Objective, Percept.Imaging.Picture>();
        await foreach (var one in Optimizer.RunAsync(network, objectives, recipe, batch: 2, meeting, cancellationToken: TestContext.Current.CancellationToken)) together[one.Objective] = one.Picture;

        Assert.True(meeting.Took);
        foreach (var objective in objectives)
            await foreach (var one in Optimizer.RunAsync(network, [objective], recipe, batch: 1, cancellationToken: TestContext.Current.CancellationToken)) Assert.Equal(one.Picture, together[objective]);
    }

    [Fact]
    public async Task What_cannot_be_climbed_is_told_though_others_climb()
    {
        Objective[] objectives = [Objective.Unit("conv2d", 3), Objective.Unit("re_lu_2", 100000)];

        await Assert.ThrowsAsync<GraphException>(async () =>
        {
            await foreach (var one in Optimizer.RunAsync(network, objectives, new() { Height = 32, Width = 32, Steps = 3 }, batch: 2, cancellationToken: TestContext.Current.CancellationToken)) Assert.NotNull(one);
        });
    }

    /// <summary>Lets the first step of an ascent end when there is a second ascent at work.</summary>
    sealed class Meeting : IProgress<OptimizationProgress>, IDisposable
    {
        readonly CountdownEvent two = new(2);
        readonly HashSet<int> threads = [];

        internal bool Took => two.IsSet;

        public void Report(OptimizationProgress value)
        {
            lock (threads)
                if (threads.Add(Environment.CurrentManagedThreadId) && !two.IsSet) two.Signal();
            // Alone it would wait for ever; so long that it is never the machine's fault.
            two.Wait(TimeSpan.FromMinutes(2));
        }

        public void Dispose() => two.Dispose();
    }

    [Fact]
    public async Task A_unit_that_is_silent_on_noise_is_woken()
    {
        // Unit 6 of this layer does not fire at the middle of the noise that its image starts as.
        Assert.Equal(0, await ReachedAsync("re_lu_22:6@16,16", steps: 0));
        Assert.True(await ReachedAsync("re_lu_22:6@16,16", steps: 64) > 0);
    }

    [Fact]
    public async Task A_unit_whose_square_is_flat_where_it_is_silent_is_woken()
    {
        Assert.Equal(0, await ReachedAsync("re_lu_22:6@16,16", steps: 0));
        Assert.True(await ReachedAsync("re_lu_22:6..6", steps: 48) > 0);
    }

    [Fact]
    public async Task What_is_told_of_a_unit_by_its_squares_is_its_highest_activation()
    {
        Objective[] mean = [Objective.Unit("re_lu_5", 1)], squares = [Objective.Units("re_lu_5", 1, 1)];
        var recipe = new Recipe { Height = 48, Width = 48, Steps = 0 }.StartingFrom(DemoNetwork.Faces.Images[10].Path);

        var (ofMean, ofSquares) = ((await ClimbAsync(mean, recipe)).Single(), (await ClimbAsync(squares, recipe)).Single());

        Assert.Equal(ofMean.Picture, ofSquares.Picture);
        Assert.True(ofMean.Activation > 0);
        Assert.Equal(ofMean.Activation, ofSquares.Activation, 1e-5f);
    }

    [Fact]
    public async Task A_network_that_paints_finds_a_neuron_again_that_a_step_lost()
    {
        var recipe = Recipe.FromJson("""{"image":{"kind":"cppn"},"decorrelate":false}""") with { Height = 96, Width = 96, Steps = 256 };

        var found = (await ClimbAsync([Objective.Neuron("re_lu_12", 12, 32, 32)], recipe)).Single();

        Assert.True(found.IsExcited && found.Activation > 1, $"It reached {found.Activation}.");
    }

    [Fact]
    public async Task The_same_recipe_gives_the_same_bytes_whatever_else_climbs()
    {
        Objective[] three = [Objective.Unit("re_lu_5", 1), Objective.Unit("re_lu_5", 2), Objective.Unit("re_lu_5", 3)];

        var together = await ClimbAsync(three, new() { Height = 48, Width = 48, Steps = 8 });
        var alone = await ClimbAsync([three[1]], new() { Height = 48, Width = 48, Steps = 8 });
        var otherwise = await ClimbAsync([three[1]], new() { Height = 48, Width = 48, Steps = 8, Seed = 1 });

        Assert.Equal(alone.Single().Picture, together.Single(picture => picture.Objective == three[1]).Picture);
        Assert.NotEqual(alone.Single().Picture, otherwise.Single().Picture);
    }

    [Fact]
    public async Task A_size_that_the_network_cannot_take_is_refused_with_a_sentence()
    {
        var error = await Assert.ThrowsAsync<GraphException>(() => ClimbAsync([Objective.Unit("re_lu_20", 0)], new() { Height = 3, Width = 3, Steps = 1 }));

        Assert.Contains("3x3", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancelling_ends_it_with_what_was_finished()
    {
        using var source = new CancellationTokenSource();
        var found = 0;

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            var objectives = Enumerable.Range(0, 24).Select(unit => Objective.Unit("re_lu_5", unit)).ToArray();
            await foreach (var _ in Optimizer.RunAsync(network, objectives, new() { Height = 48, Width = 48, Steps = 8 }, cancellationToken: source.Token))
                if (++found == 2) await source.CancelAsync();
        });

        Assert.InRange(found, 2, 23);
    }

    [Theory]
    [InlineData("""{"image":{"kind":"pixels"}}""")]
    [InlineData("""{"image":{"kind":"pyramid"}}""")]
    [InlineData("""{"image":{"kind":"cppn"},"decorrelate":false}""")]
    [InlineData("""{"image":{"kind":"phase"},"views":2,"transforms":[{"kind":"crop"},{"kind":"noise"}]}""")]
    [InlineData("""{"transparent":true}""")]
    [InlineData("""{"transforms":[{"kind":"pad"},{"kind":"blur"},{"kind":"colour"}],"width":40}""")]
    public async Task Every_kind_of_image_climbs(string json)
    {
        var recipe = Recipe.FromJson(json) with { Height = 48, Steps = 24 };
        recipe = recipe with { Width = recipe.Width ?? 48 };
        Objective[] wanted = [Objective.Unit("re_lu_5", 1)];

        var (before, after) = ((await ClimbAsync(wanted, recipe with { Steps = 0 })).Single(), (await ClimbAsync(wanted, recipe)).Single());

        Assert.True(after.Activation > before.Activation, $"It went from {before.Activation} to {after.Activation}.");
        Assert.True(after.IsExcited);
        Assert.Equal((48, recipe.Width), (after.Picture.Height, after.Picture.Width));
        Assert.Equal(recipe.Transparent, after.Opacity is not null);
    }

    [Fact]
    public async Task What_starts_from_an_image_and_takes_no_step_is_that_image()
    {
        var file = DemoNetwork.Faces.Images[10].Path;
        var found = (await ClimbAsync([Objective.Unit("re_lu_5", 1)], new Recipe { Height = 48, Width = 48, Steps = 0 }.StartingFrom(file))).Single();

        var wanted = Percept.Imaging.Picture.ReadFitted(file, 48, 48);
        Assert.InRange(found.Picture.Pixels.ToArray().Zip(wanted.Pixels.ToArray(), (a, b) => Math.Abs(a - b)).Max(), 0, 8);
    }

    [Fact]
    public async Task The_best_of_several_seeds_is_what_its_own_seed_gives()
    {
        var recipe = new Recipe { Height = 48, Width = 48, Steps = 6 };
        Objective[] wanted = [Objective.Unit("re_lu_5", 1)];

        var best = (await ClimbAsync(wanted, recipe with { BestOf = 3 })).Single();
        var each = new List<FeatureVisualization>();
        for (var seed = 0; seed < 3; seed++) each.AddRange(await ClimbAsync(wanted, recipe with { Seed = seed }));

        Assert.Equal(each.Max(found => found.Activation), best.Activation);
        Assert.Equal(each.Single(found => found.Recipe.Seed == best.Recipe.Seed).Picture, best.Picture);
    }

    [Fact]
    public async Task A_limit_of_time_gives_every_objective_some_steps_and_the_recipe_that_repeats_them()
    {
        Objective[] wanted = [Objective.Unit("re_lu_5", 1), Objective.Unit("re_lu_5", 2), Objective.Unit("re_lu_9", 3)];
        var recipe = new Recipe { Height = 48, Width = 48, Steps = 1_000_000, StopWhenFlat = false, Minutes = 1 / 60.0 };

        var found = await ClimbAsync(wanted, recipe);

        Assert.Equal(3, found.Count);
        Assert.All(found, picture => Assert.InRange(picture.Recipe.Steps, 1, 999_999));
        Assert.Equal(found[0].Picture, (await ClimbAsync([found[0].Objective], found[0].Recipe)).Single().Picture);
    }

    [Fact]
    public async Task An_ascent_ends_when_it_is_flat()
    {
        var found = (await ClimbAsync([Objective.Unit("conv2d", 8)], new() { Height = 32, Width = 32, Steps = 4000 })).Single();

        Assert.InRange(found.Recipe.Steps, 96, 3999);
    }

    [Fact]
    public async Task A_unit_that_cannot_be_excited_is_reported()
    {
        // A rectified unit is never below zero, so its opposite is nowhere above the zero of a picture that it is silent on.
        var found = (await ClimbAsync([Objective.Parse("-re_lu_22:6@16,16")], new() { Height = 96, Width = 96, Steps = 8 })).Single();

        Assert.False(found.IsExcited);
    }

    static async Task<float> ReachedAsync(string text, int steps) =>
        (await ClimbAsync([Objective.Parse(text)], new() { Height = 96, Width = 96, Steps = steps })).Single().Activation;

    static async Task<List<FeatureVisualization>> ClimbAsync(Objective[] objectives, Recipe recipe)
    {
        var found = new List<FeatureVisualization>();
        await foreach (var picture in Optimizer.RunAsync(network, objectives, recipe)) found.Add(picture);
        return found;
    }
}
