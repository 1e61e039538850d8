namespace Percept.Networks.Detection;

/// <summary>A usual way to turn images into a network's input.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Preprocessing">What it does.</param>
public sealed record Convention(string Name, Preprocessing Preprocessing)
{
    /// <summary>What a name is followed by where nobody calls the convention anything.</summary>
    const string AsGiven = "as given";

    static readonly double[] mean = [0.485, 0.456, 0.406], deviation = [0.229, 0.224, 0.225], bytes = [123.675, 116.28, 103.53];

    /// <summary>What values from 0 to 1 become, whatever the order of the channels.</summary>
    internal static IReadOnlyList<(string Name, double Low, double High, double[] Mean, double[] Deviation)> Values { get; } =
    [
        ("0 to 1", 0, 1, [], []),
        ("0 to 255", 0, 255, [], []),
        ("-1 to 1", -1, 1, [], []),
        ("ImageNet's mean and deviation", 0, 1, mean, deviation),
        ("Caffe's (0 to 255 minus ImageNet's mean)", 0, 255, bytes, []),
    ];

    /// <summary>The usual conventions with what is given, which comes first: in both channel orders for colour.</summary>
    /// <param name="given">What is given; the others have its size, and its layout.</param>
    public static IReadOnlyList<Convention> Around(Preprocessing given)
    {
        ChannelOrder[] orders = given.Channels == ChannelOrder.Gray ? [ChannelOrder.Gray] : [ChannelOrder.Rgb, ChannelOrder.Bgr];
        var usual = Values.SelectMany(values => orders.Select(order => new Convention(values.Name, given with
        {
            Low = values.Low,
            High = values.High,
            Mean = InOrder(values.Mean, order),
            Deviation = InOrder(values.Deviation, order),
            Channels = order,
        }))).ToArray();
        var first = usual.FirstOrDefault(convention => convention.DoesAs(given)) is { } known ? known with { Preprocessing = given } : new(AsGiven, given);
        // Caffe's networks nearly all see blue first, so where nothing tells the orders apart that one is named.
        return [first, .. usual.Where(convention => !convention.DoesAs(given)).OrderBy(convention => convention.Preprocessing.Channels == convention.UsualOrder ? 0 : 1)];
    }

    /// <summary>The order of channels that goes with these values where nothing else is known.</summary>
    internal ChannelOrder UsualOrder => Preprocessing.Channels == ChannelOrder.Gray ? ChannelOrder.Gray : Name == Values[^1].Name ? ChannelOrder.Bgr : ChannelOrder.Rgb;

    /// <summary>What it does to channels in an order.</summary>
    internal Preprocessing InOrderOf(ChannelOrder order) => Preprocessing.Channels == order ? Preprocessing
        : Preprocessing with { Channels = order, Mean = [.. Preprocessing.Mean.Reverse()], Deviation = [.. Preprocessing.Deviation.Reverse()] };

    /// <summary>Whether it differs from another in the order of the channels at most.</summary>
    internal bool IsLike(Convention other) => Name == AsGiven ? ReferenceEquals(this, other) || other.Name == AsGiven : Name == other.Name;

    /// <summary>The name with the order of the channels.</summary>
    public override string ToString() => Preprocessing.Channels == ChannelOrder.Gray ? Name : $"{Name}, {Preprocessing.Channels.ToString().ToUpperInvariant()}";

    bool DoesAs(Preprocessing other)
    {
        var scales = Preprocessing.Scales();
        return Preprocessing.Channels == other.Channels && scales.Zip(other.Scales()).All(pair => Near(pair.First, pair.Second, pair.First))
            && Preprocessing.Shifts().Zip(other.Shifts()).Zip(scales).All(pair => Near(pair.First.First, pair.First.Second, pair.Second));
    }

    /// <summary>Whether two numbers are the same beside what an image's values span, but for what constants are rounded to.</summary>
    internal static bool Near(double a, double b, double span) => Math.Abs(a - b) <= 0.03 * Math.Abs(span);

    internal static double[] InOrder(double[] colors, ChannelOrder order) => order switch
    {
        ChannelOrder.Bgr => [.. colors.Reverse()],
        ChannelOrder.Gray when colors.Length > 0 => [colors.Average()],
        _ => colors,
    };
}
