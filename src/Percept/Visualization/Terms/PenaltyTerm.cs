using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.Terms;

/// <summary>What can be wrong with an image by itself. All are at least 0, means over the pixels of what the network looks at, and are meant to be subtracted.</summary>
enum Penalty
{
    /// <summary>Total variation: the mean distance between neighbouring pixels' values.</summary>
    Tv,

    /// <summary>The mean distance to middle grey.</summary>
    L1,

    /// <summary>The root of the mean squared distance to middle grey.</summary>
    L2,

    /// <summary>The mean squared distance to the image blurred: what is sharp costs.</summary>
    Blur,

    /// <summary>The complexity of the image's boundary: <see cref="Blur"/> and the squared distance to middle grey, in the outer sixteenth (Lucid's).</summary>
    Boundary,
}

/// <summary>A number that an image costs by itself.</summary>
sealed record PenaltyTerm(Penalty Penalty) : Term
{
    private protected override string Text => Syntax.Function(Penalty);

    internal override ScoreNode In(Network network) => new Cost(Penalty);

    internal override void Fill(ScoreInputs feed, float weight) => feed[ScoreInputs.Weight][0] += weight;
}

/// <summary>A penalty on the image.</summary>
sealed record Cost(Penalty Penalty) : WeightedScoreNode
{
    const double Grey = 0.5, GreyShare = 0.8, Tiny = 1e-8;
    const int Border = 16;

    internal override bool IsShared => true;

    private protected override Value Measure(ScoreGraph stage) => Penalty switch
    {
        Penalty.Tv => Variation(stage.Image, 2) + Variation(stage.Image, 3),
        Penalty.L1 => Absolute(stage.Image - Grey).Mean([], keepDims: false),
        Penalty.L2 => (Square(stage.Image - Grey).Mean([], keepDims: false) + Tiny).Sqrt(),
        Penalty.Blur => Square(stage.Image - Blurred(stage.Image)).Mean([], keepDims: false),
        _ => (Frame(stage.Image) * (Square(stage.Image - Blurred(stage.Image)) + (GreyShare * Square(stage.Image - Grey)))).Mean([], keepDims: false),
    };

    static Value Variation(Value image, int axis) =>
        image.Shape[axis] == 1 ? image.Scalar(0) : Absolute(image.Slice(axis, 1, image.Shape[axis]) - image.Slice(axis, 0, image.Shape[axis] - 1)).Mean([], keepDims: false);

    static Value Absolute(Value x) => x.Graph.Emit("Abs", [x]);

    static Value Square(Value x) => x * x;

    /// <summary>Each pixel averaged with its neighbours; beyond the border lies the border itself.</summary>
    static Value Blurred(Value image)
    {
        foreach (var axis in (int[])[2, 3])
        {
            var last = image.Shape[axis] - 1;
            if (last == 0) continue;
            var before = image.Graph.Emit("Concat", [image.Slice(axis, 0, 1), image.Slice(axis, 0, last)], new() { ["axis"] = axis });
            var after = image.Graph.Emit("Concat", [image.Slice(axis, 1, last + 1), image.Slice(axis, last, last + 1)], new() { ["axis"] = axis });
            image = (0.25 * before) + (0.5 * image) + (0.25 * after);
        }

        return image;
    }

    /// <summary>Weights that are 0 inside and equal at the border, and average 1.</summary>
    static Value Frame(Value image)
    {
        var (height, width) = (image.Shape[2], image.Shape[3]);
        var wide = Math.Max(Math.Min(height, width) / Border, 1);
        var inside = Enumerable.Range(0, height * width).Select(i => Math.Min(Math.Min(i / width, height - 1 - (i / width)), Math.Min(i % width, width - 1 - (i % width))) >= wide).ToArray();
        var weight = inside.Length / (float)inside.Count(isInside => !isInside);
        return image.Graph.Constant(Tensor.Of([1, 1, height, width], [.. inside.Select(isInside => isInside ? 0 : weight)]));
    }
}
