using Percept.Visualization.Terms;

namespace Percept.Visualization;

public sealed partial class Objective
{
    /// <summary>A whole layer: the mean square of its activations, as in deep dream.</summary>
    public static Objective Layer(string layer) => Of(new LayerTerm(layer));

    /// <summary>Some units of a layer, from <paramref name="first"/> to <paramref name="last"/>: the mean square of their activations.</summary>
    public static Objective Units(string layer, int first, int last) => Of(new LayerTerm(layer, (first, last)));

    /// <summary>One head of a layer of attention heads: the mean square of its output.</summary>
    public static Objective Head(string layer, int head) => Of(new HeadTerm(layer, head));

    /// <summary>One unit: the mean of its activations over all positions.</summary>
    public static Objective Unit(string layer, int unit) => Of(new UnitTerm(layer, unit));

    /// <summary>One neuron: a unit at one position. Of tokens, <paramref name="y"/> is the token (a vision transformer's first is its class token) and <paramref name="x"/> is 0.</summary>
    public static Objective Neuron(string layer, int unit, int y, int x) => Of(new UnitTerm(layer, unit, (y, x)));

    /// <summary>One unit where a mask is white.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="unit">The unit.</param>
    /// <param name="mask">An image file; it is stretched over the layer's positions.</param>
    public static Objective Masked(string layer, int unit, string mask) => Of(new UnitTerm(layer, unit, Mask: mask));

    /// <summary>A class by its name: the output of the network's last layer that stands for it, before any softmax.</summary>
    public static Objective Label(string name) => Of(new ClassTerm(name));

    /// <summary>A class by its name: its probability among all classes.</summary>
    public static Objective Probability(string name) => Of(new ClassTerm(name, ClassScore.Probability));

    /// <summary>A class by its name: the logarithm of its probability, which can be climbed from far away.</summary>
    public static Objective LogProbability(string name) => Of(new ClassTerm(name, ClassScore.LogProbability));

    /// <summary>How far activations lie along a direction of units with their numbers, times max(0.1, cosine) to a power, on average over positions.</summary>
    public static Objective Direction(string layer, IReadOnlyList<(int Unit, double Number)> direction, double power = 0) => Of(new DirectionTerm(layer, new(null, direction), Power: power));

    /// <summary>As above, by a NumPy file of a number for each unit, or for each unit, row and column.</summary>
    public static Objective Direction(string layer, string file, double power = 0) => Of(new DirectionTerm(layer, new(file, []), Power: power));

    /// <summary>How nearly activations point along a direction, however strong they are: the mean cosine over positions.</summary>
    public static Objective Cosine(string layer, IReadOnlyList<(int Unit, double Number)> direction) => Of(new DirectionTerm(layer, new(null, direction), IsCosine: true));

    /// <summary>As above, by a NumPy file of a number for each unit, or for each unit, row and column.</summary>
    public static Objective Cosine(string layer, string file) => Of(new DirectionTerm(layer, new(file, []), IsCosine: true));

    /// <summary>Between two objectives: the first where <paramref name="share"/> is 0, the second where it is 1.</summary>
    public static Objective Between(Objective first, Objective second, double share) => ((1 - share) * first) + (share * second);

    /// <summary>Total variation, the mean distance between neighbouring pixels' values. To be subtracted, as all that the image costs by itself.</summary>
    public static Objective TotalVariation { get; } = Of(new PenaltyTerm(Penalty.Tv));

    /// <summary>The mean distance of the image's values to middle grey.</summary>
    public static Objective L1 { get; } = Of(new PenaltyTerm(Penalty.L1));

    /// <summary>The root of the mean squared distance of the image's values to middle grey.</summary>
    public static Objective L2 { get; } = Of(new PenaltyTerm(Penalty.L2));

    /// <summary>The mean squared distance to the image blurred.</summary>
    public static Objective Sharpness { get; } = Of(new PenaltyTerm(Penalty.Blur));

    /// <summary>How complex the image is at its boundary.</summary>
    public static Objective Boundary { get; } = Of(new PenaltyTerm(Penalty.Boundary));

    /// <summary>Feature inversion: the activations of a given picture at a layer.</summary>
    public static Objective Like(string layer, string picture) => Of(new GivenTerm(AlignmentMeasure.Like, layer, picture));

    /// <summary>Caricature: activations as far as can be along those of a given picture.</summary>
    public static Objective Caricature(string layer, string picture, double power = 0) => Of(new GivenTerm(AlignmentMeasure.Caricature, layer, picture, power));

    /// <summary>Style: the Gram matrix of a given picture at a layer.</summary>
    public static Objective Style(string layer, string picture) => Of(new GivenTerm(AlignmentMeasure.Style, layer, picture));

    /// <summary>Near a given picture in its pixels; with another objective, an accentuation of what that sees in the picture.</summary>
    public static Objective Near(string picture) => Of(new GivenTerm(AlignmentMeasure.Near, null, picture));

    static Objective Of(Term term) => new([(1, term)]);
}
