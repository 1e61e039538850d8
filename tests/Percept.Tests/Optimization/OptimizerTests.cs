using Percept.Demo;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Optimization;

namespace Percept.Tests.Optimization;

public sealed class OptimizerTests
{
    static readonly Network network = Network.Load(DemoData.Model, new() { Range = [-1, 1] });

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
    public async Task A_unit_that_is_silent_on_noise_is_woken()
    {
        // Unit 6 of this layer does not fire at the middle of the noise that its image starts as.
        Assert.Equal(0, await ReachedAsync("re_lu_22:6@16,16", steps: 0));
        Assert.True(await ReachedAsync("re_lu_22:6@16,16", steps: 64) > 0);
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

    static async Task<float> ReachedAsync(string text, int steps) =>
        (await ClimbAsync([Objective.Parse(text)], new() { Height = 96, Width = 96, Steps = steps })).Single().Activation;

    static async Task<List<OptimizedPicture>> ClimbAsync(Objective[] objectives, Recipe recipe)
    {
        var found = new List<OptimizedPicture>();
        await foreach (var picture in Optimizer.RunAsync(network, objectives, recipe)) found.Add(picture);
        return found;
    }
}
