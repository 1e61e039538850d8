using Percept.Demo;
using Percept.Networks;
using Percept.Numerics;
using Percept.Scheduling;
using Percept.Visualization;
using Percept.Visualization.OnDevice;

namespace Percept.Tests.Visualization.OnDevice;

/// <summary>What climbs on a device is what climbs on the host, on the CPU's own operators.</summary>
public sealed class DeviceAscentTests
{
    static readonly Network network = DemoNetwork.Faces.Load().On(Device.Plain);

    static readonly Recipe small = new() { Height = 64, Width = 64, Steps = 24, StopWhenFlat = false };

    [Theory]
    [InlineData("conv2d:8", """{"rules":"deconvnet"}""")]
    [InlineData("re_lu_5:1@9,12", """{}""")]
    [InlineData("re_lu_5", """{"image":{"kind":"pixels"}}""")]
    [InlineData("re_lu_5:2..7", """{"image":{"kind":"phase"}}""")]
    [InlineData("re_lu_9:3 - 0.1*re_lu_2:1", """{"image":{"kind":"pyramid"},"rules":"guided"}""")]
    [InlineData("direction(re_lu_5, 1=1, 2=-0.5)", """{"decorrelate":false}""")]
    [InlineData("direction(re_lu_5, 1=1, 2=-0.5, power=2)", """{"transforms":[{"kind":"pad"},{"kind":"rotate","degrees":20}]}""")]
    [InlineData("cosine(re_lu_5, 1=1, 2=-0.5)", """{"rules":"true"}""")]
    [InlineData("re_lu_5:1 - tv - 0.1*l2", """{"transforms":[]}""")]
    public async Task Every_objective_and_kind_of_image_reaches_what_it_reaches_on_the_host(string text, string json)
    {
        var (objective, recipe) = (Objective.Parse(text), Recipe.FromJson(json) with { Height = 64, Width = 64, Steps = 24, StopWhenFlat = false });
        var scoring = new ScoreBuilder(network, objective);
        Assert.True(DeviceAscent.Takes(scoring, recipe));

        using var host = new Ascent(scoring, recipe);
        var expected = host.Climb(objective, null, _ => { }, TestContext.Current.CancellationToken);
        var found = (await ClimbAsync([objective], recipe)).Single();
        var start = (await ClimbAsync([objective], recipe with { Steps = 0 })).Single();

        Assert.True(found.IsExcited && found.Activation > start.Activation, $"It went from {start.Activation} to {found.Activation}.");
        Assert.Equal(expected.Activation - start.Activation, found.Activation - start.Activation, 0.02 * (expected.Activation - start.Activation));
        Assert.Equal(expected.Recipe, found.Recipe);
        var differences = expected.Picture.Pixels.ToArray().Zip(found.Picture.Pixels.ToArray(), (a, b) => Math.Abs(a - b));
        Assert.InRange(differences.Average(), 0, 2.5);
    }

    [Fact]
    public void A_step_scores_what_the_host_scores_through_the_same_view()
    {
        Objective[] objectives = [.. Enumerable.Range(0, 3).Select(unit => Objective.Unit("re_lu_5", unit))];
        var scoring = new ScoreBuilder(network, objectives[0]);
        using var host = new Ascent(scoring, small);
        using var step = new DeviceStep(scoring, small, batch: 3, threads: 1);
        step.Start(objectives, [.. objectives.Select(objective => host.Start(new(Seeds.Of(0, objective.Purpose))).ToArray())]);
        var view = new RandomView(Transform.Standard(64), 3, 64, 64);
        var applied = network.Apply(batch: 1, 64, 64, scoring.Tensors);
        using var session = new Session([("score", scoring.Build(applied).Score)], Device.Plain, threads: 1);

        for (var n = 0; n < 3; n++)
        {
            var images = step.Look();
            for (var i = 0; i < 3; i++)
            {
                step.Draw(i, new((10 * n) + i), 0);
                step.Rate(i, 0.05f, 1e-8f);
            }

            step.Run();

            for (var i = 0; i < 3; i++)
            {
                session.Input("0/share").Clear();
                scoring.Fill(session.Input, objectives[i]);
                view.Draw(new((10 * n) + i), 0);
                view.Forward(images[i], session.Input("image"));
                session.Run();
                Assert.Equal(session.Output("score")[0], step.Score(i), 1e-3 * Math.Max(1, Math.Abs(step.Score(i))));
            }
        }
    }

    [Theory, InlineData(1), InlineData(5)]
    public void One_tensor_goes_in_at_a_step_and_one_comes_back_however_many_images_climb(int batch)
    {
        Objective[] objectives = [.. Enumerable.Range(0, batch).Select(unit => Objective.Unit("re_lu_5", unit))];
        var scoring = new ScoreBuilder(network, objectives[0]);
        using var host = new Ascent(scoring, small);
        using var step = new DeviceStep(scoring, small, batch, threads: 1);
        step.Start(objectives, [.. objectives.Select(_ => host.Start(new(1)).ToArray())]);

        var before = step.Crossings;
        for (var n = 0; n < 4; n++) step.Run();

        Assert.Equal(4 * 2, step.Crossings - before);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bytes_whatever_climbs_beside_it_on_whatever_thread()
    {
        Objective[] some = [.. Enumerable.Range(0, 5).Select(unit => Objective.Unit("re_lu_5", unit))];

        var (first, second) = (await ClimbAsync(some, small), await ClimbAsync(some, small));
        var otherwise = await ClimbAsync(some, small with { Seed = 1 });

        foreach (var objective in some)
        {
            Assert.Equal(Of(first, objective), Of(second, objective));
            Assert.NotEqual(Of(first, objective), Of(otherwise, objective));
        }

        static Percept.Imaging.Picture Of(List<FeatureVisualization> found, Objective objective) => found.Single(each => each.Objective == objective).Picture;
    }

    [Fact]
    public async Task More_than_a_batch_climbs_and_each_ends_when_it_is_flat()
    {
        Objective[] some = [.. Enumerable.Range(0, 18).Select(unit => Objective.Unit("conv2d", unit))];
        var (recipe, steps) = (new Recipe { Height = 24, Width = 24, Steps = 400, LearningRate = 0.5, Transforms = [] }, new List<double>());

        var found = await ClimbAsync(some, recipe, new Shares(steps));

        Assert.Equal(some, found.Select(each => each.Objective).OrderBy(objective => Array.IndexOf(some, objective)));
        Assert.Contains(found, each => each.Recipe.Steps < 400);
        Assert.True(found.Select(each => each.Recipe.Steps).Distinct().Count() > 1);
        Assert.Equal(1, steps.Max(), 1e-9);
    }

    [Fact]
    public async Task The_best_of_several_seeds_is_what_its_own_seed_gives()
    {
        var recipe = small with { Steps = 6, BestOf = 3 };
        var best = (await ClimbAsync([Objective.Unit("re_lu_5", 1)], recipe)).Single();

        var again = (await ClimbAsync([Objective.Unit("re_lu_5", 1)], best.Recipe)).Single();

        Assert.Equal(best.Picture, again.Picture);
        Assert.Equal(best.Activation, again.Activation);
    }

    [Fact]
    public async Task A_unit_that_is_silent_on_noise_is_woken_on_the_host()
    {
        var (recipe, steps) = (new Recipe { Height = 96, Width = 96, Steps = 64, StopWhenFlat = false }, new List<double>());
        var found = await ClimbAsync([Objective.Parse("re_lu_22:6@16,16"), Objective.Parse("re_lu_22:7@16,16")], recipe, new Shares(steps));

        Assert.True(found.Single(each => each.Objective.ToString().Contains(":6@", StringComparison.Ordinal)).Activation > 0);
        Assert.Equal(1, steps.Max(), 1e-9);
    }

    [Theory]
    [InlineData("re_lu_5:1", """{"transparent":true}""")]
    [InlineData("re_lu_5:1", """{"image":{"kind":"cppn"}}""")]
    [InlineData("re_lu_5:1", """{"views":2}""")]
    [InlineData("re_lu_5:1", """{"transforms":[{"kind":"crop"}]}""")]
    [InlineData("re_lu_5:1", """{"transforms":[{"kind":"jitter","pixels":200}]}""")]
    [InlineData("re_lu_5:1 + diversity(re_lu_5, 0)", """{}""")]
    public void What_stays_on_the_host_is_known(string text, string json) =>
        Assert.False(DeviceAscent.Takes(new(network, Objective.Parse(text)), Recipe.FromJson(json) with { Height = 64, Width = 64 }));

    static async Task<List<FeatureVisualization>> ClimbAsync(Objective[] objectives, Recipe recipe, IProgress<OptimizationProgress>? progress = null)
    {
        var found = new List<FeatureVisualization>();
        await foreach (var picture in Optimizer.RunAsync(network.On(Device.Plain.With(new Processors(2))), objectives, recipe, progress: progress)) found.Add(picture);
        return found;
    }

    sealed class Shares(List<double> steps) : IProgress<OptimizationProgress>
    {
        public void Report(OptimizationProgress value)
        {
            lock (steps) steps.Add(value.Share);
        }
    }
}
