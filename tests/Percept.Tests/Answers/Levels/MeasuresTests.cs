using MathNet.Numerics.Distributions;
using Percept.Answers.Levels;
using Percept.Demo;

namespace Percept.Tests.Answers.Levels;

public sealed class MeasuresTests
{
    static readonly Gratings gratings = new(3, 32, 32);

    [Theory]
    [InlineData(0, 6, 0)]
    [InlineData(45, 4, 90)]
    [InlineData(90, 10, 180)]
    [InlineData(150, 6, 270)]
    public void A_linear_filter_has_the_tuning_of_its_own_grating(double direction, double wavelength, double phase)
    {
        var tuning = Tuning.Of(gratings, Answers(direction, wavelength, phase, rectified: true))!;

        Assert.InRange(Math.Abs(Math.Sin((tuning.Direction - direction) * Math.PI / 180)), 0, 0.14);
        Assert.Equal(wavelength, tuning.Wavelength);
        Assert.True(tuning.OrientationSelectivity > 0.4, $"{tuning.OrientationSelectivity}");
        Assert.True(tuning.PhaseModulation > 1, "A rectified filter is a simple cell.");
        Assert.InRange(tuning.ColourSelectivity, 0, 0.2);
    }

    [Fact]
    public void An_energy_of_two_filters_at_right_angles_in_phase_is_a_complex_cell()
    {
        var (even, odd) = (Answers(30, 6, 0, rectified: false), Answers(30, 6, 90, rectified: false));

        var tuning = Tuning.Of(gratings, [.. even.Zip(odd, (a, b) => (a * a) + (b * b))])!;

        Assert.True(tuning.PhaseModulation < 0.3, $"{tuning.PhaseModulation}");
        Assert.Equal(30, tuning.Direction, 8.0);
    }

    [Fact]
    public void What_answers_to_nothing_has_no_tuning() => Assert.Null(Tuning.Of(gratings, new float[gratings.Count]));

    [Fact]
    public void A_probe_tells_apart_what_a_linear_function_does_and_not_what_is_chance()
    {
        var random = new Random(1);
        int[] labels = [.. Enumerable.Range(0, 90).Select(i => i % 3)];
        var apart = labels.Select(label => Enumerable.Range(0, 40).Select(i => (float)Normal.Sample(random, i == label ? 4 : 0, 1)).ToArray()).ToArray();
        var chance = labels.Select(_ => Enumerable.Range(0, 200).Select(_ => (float)Normal.Sample(random, 0, 1)).ToArray()).ToArray();

        Assert.True(LinearProbe.Accuracy(apart, labels, 3) > 0.9);
        Assert.InRange(LinearProbe.Accuracy(chance, labels, 3), 0.1, 0.56);
        Assert.True(double.IsNaN(LinearProbe.Accuracy(apart, new int[90], 1)));
    }

    [Fact]
    public void Uneven_labels_do_not_make_a_probe_better_than_chance()
    {
        var random = new Random(2);
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i < 90 ? 0 : 1)];
        var answers = labels.Select(_ => Enumerable.Range(0, 20).Select(_ => (float)Normal.Sample(random, 0, 1)).ToArray()).ToArray();

        Assert.InRange(LinearProbe.Accuracy(answers, labels, 2), 0.25, 0.75);
    }

    [Fact]
    public async Task The_demo_network_grows_from_small_and_oriented_to_large_and_telling()
    {
        var network = DemoNetwork.Faces.Load();

        var survey = await LevelSurvey.OfAsync(network, DemoNetwork.Faces.Images, new() { Images = 60, ChangedImages = 12, LocalUnits = 1 }, cancellationToken: TestContext.Current.CancellationToken);

        var (first, last) = (survey.Layers[0], survey.Layers.Last(layer => layer.Units!.Count > 20));
        Assert.True(first.EffectiveReceptiveField!.Height <= 5 && last.EffectiveReceptiveField!.Height > 60);
        Assert.Equal(1, first.Locality!.Value, 0.05);
        Assert.True(first.OrientationSelectivity > 0.1);
        Assert.True(last.ProbeAccuracy > 1.5 / survey.Labels.Count);
        Assert.Contains("convention", survey.Verdict, StringComparison.Ordinal);
    }

    /// <summary>The inner products of a filter's grating with every image, as a neuron of one convolution gives them.</summary>
    static float[] Answers(double direction, double wavelength, double phase, bool rectified)
    {
        var image = new float[3 * 32 * 32];
        var (sin, cos) = Math.SinCos(direction * Math.PI / 180);
        double[] filter = [.. Enumerable.Range(0, 32 * 32).Select(i => Math.Cos((2 * Math.PI * (((i % 32) * cos) - ((i / 32) * sin)) / wavelength) - (phase * Math.PI / 180))
            * Math.Exp(-(Math.Pow((i % 32) - 15.5, 2) + Math.Pow((i / 32) - 15.5, 2)) / 40))];
        return [.. gratings.All().Select(stimulus =>
        {
            stimulus(image);
            var sum = filter.Select((weight, i) => weight * (image[i] + image[1024 + i] + image[2048 + i] - 1.5)).Sum();
            return (float)(rectified ? Math.Max(0, sum) : sum);
        })];
    }
}
