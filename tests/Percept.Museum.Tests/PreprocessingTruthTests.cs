using Percept.Networks;
using Percept.Networks.Detection;
using Percept.Onnx.Graphs;

namespace Percept.Museum.Tests;

/// <summary>What the evidence says of a network's preprocessing, against the file by which the network's makers say it.</summary>
public sealed class PreprocessingTruthTests
{
    [Fact]
    public void The_evidence_finds_the_mean_that_the_makers_subtract()
    {
        var image = Model.Load(Registry.Featurizer("ResNetPrepOnnx/ResNetPreprocess.onnx")).Weights["MeanImage"];
        var means = image.To<float>().Chunk(image.Shape[2] * image.Shape[3]).Select(plane => (double)plane.Average());

        var found = PreprocessingEvidence.Of(Network.Load(Registry.Featurizer("ResNet18Onnx/ResNet18.onnx")));

        Assert.True(found.Decides, found.Sentence);
        Assert.Equal((0, 255), (found.Best!.Preprocessing.Low, found.Best.Preprocessing.High));
        // Their mean image differs from all of ImageNet's mean, which the convention has, by half a level; which colour comes first, the file does not tell.
        Assert.Equal(means.Order(), found.Best.Preprocessing.Mean.Order(), (truth, told) => Math.Abs(truth - told) < 1);
    }
}
