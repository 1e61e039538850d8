using MathNet.Numerics.Statistics;
using Percept.Onnx.Graphs;
using Percept.Training;

namespace Percept.Tests.Training;

public sealed class ArchitectureTests
{
    [Theory]
    [InlineData(32)]
    [InlineData(64)]
    [InlineData(96)]
    [InlineData(128)]
    public void The_standard_network_takes_images_of_a_size_in_batches_of_any(int size)
    {
        var model = Model.Parse(Percept.Training.Architecture.For(size).Build(3, size, seed: 1), "standard");

        Assert.Null(model.Inputs[0].Sizes[0]);
        foreach (var batch in (int[])[1, 5])
            Assert.Equal([batch, 3], model.Build(new Dictionary<string, Shape> { ["image"] = [batch, 3, size, size] }).Find("scores")!.Shape);
        var first = model.Weights["conv1/weights"].Shape;
        Assert.True(first[2] is 5 or 7);
        Assert.Equal(ParameterKind.Statistic, model.Parameters()["block1/first/mean"]);
        Assert.Equal(ParameterKind.Weight, model.Parameters()["scores/weights"]);
        Assert.Equal(model.Weights.Count, model.Parameters().Count);
    }

    [Fact]
    public void A_description_says_its_layers_and_size()
    {
        var architecture = Percept.Training.Architecture.Parse("input 48  # pixels\n\nconv 8 5x5 stride 2\nmax 2\nconv 12\nblock 12\naverage 2\ndense 20\n", "mine");

        var model = Model.Parse(architecture.Build(4, 48, 0), "mine");

        Assert.Equal(48, architecture.Size);
        Assert.Equal([12, 8, 3, 3], model.Weights["conv2/weights"].Shape);
        Assert.Equal([4, 20], model.Weights["scores/weights"].Shape);
        Assert.DoesNotContain(model.Weights.Keys, name => name.Contains("shortcut", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("conv 8\nconf 9", "Line 2 of 'mine' is 'conf 9', which is no layer; there are 'conv 24 7x7 stride 2'")]
    [InlineData("conv 8 3x4", "Line 1 of 'mine' is 'conv 8 3x4'")]
    [InlineData("block 0", "begin at 1")]
    [InlineData("dense 8\nconv 8", "Line 2 of 'mine' is 'conv 8', behind a dense layer")]
    [InlineData("# nothing", "'mine' names no layer")]
    public void A_line_that_is_no_layer_is_refused_with_its_place(string text, string sentence) =>
        Assert.Contains(sentence, Assert.Throws<TrainingException>(() => Percept.Training.Architecture.Parse(text, "mine")).Message, StringComparison.Ordinal);

    [Fact]
    public void First_filters_begin_smooth_and_others_do_not()
    {
        var model = Model.Parse(Percept.Training.Architecture.Parse("conv 16 7x7\nconv 16 7x7", "two").Build(2, 32, seed: 3), "two");

        Assert.InRange(Likeness("conv1/weights"), 0.5, 1);
        Assert.InRange(Likeness("conv2/weights"), -0.1, 0.1);

        // The correlation of weights with their right neighbours.
        double Likeness(string name)
        {
            var rows = model.Weights[name].Values<float>().ToArray().Chunk(7).ToArray();
            return Correlation.Pearson(rows.SelectMany(row => row[..6]).Select(Convert.ToDouble), rows.SelectMany(row => row[1..]).Select(Convert.ToDouble));
        }
    }

    [Fact]
    public void A_classifiers_last_layer_is_replaced_for_other_classes()
    {
        var model = Model.Parse(Percept.Training.Architecture.For(32).Build(10, 32, 0), "ten");

        var other = Model.Parse(model.WithHead(3, (shape, inputs) => Tensor.Full(ElementType.Float32, shape, inputs), [1, 10]).Bytes, "three");

        Assert.Equal([3, 128], other.Weights["scores/weights"].Shape);
        Assert.Equal(128, other.Weights["scores/weights"].Values<float>()[0]);
        Assert.Equal([3], other.Weights["scores/bias"].Shape);
        Assert.Equal(model.Weights["conv1/weights"].To<float>(), other.Weights["conv1/weights"].To<float>());
        Assert.Equal([2, 3], other.Build(new Dictionary<string, Shape> { ["image"] = [2, 3, 32, 32] }).Find("scores")!.Shape);
    }
}
