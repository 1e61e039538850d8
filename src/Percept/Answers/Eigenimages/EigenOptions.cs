namespace Percept.Answers.Eigenimages;

/// <summary>How a network is compared with eigenimages.</summary>
public sealed record EigenOptions
{
    /// <summary>How many eigenimages.</summary>
    public int Count { get; init; } = 64;

    /// <summary>Rows and columns that images are brought to for it.</summary>
    public int Side { get; init; } = 64;

    /// <summary>How many images the layers are compared on at most, half of them held out.</summary>
    public int LayerImages { get; init; } = 600;

    /// <summary>How many patches are taken.</summary>
    public int Patches { get; init; } = 10_000;

    /// <summary>Steps of ascent for each inversion; none are made where 0.</summary>
    public int InversionSteps { get; init; } = 192;

    /// <summary>What every random number is drawn from.</summary>
    public int Seed { get; init; }
}
