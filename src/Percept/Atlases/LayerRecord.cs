namespace Percept.Atlases;

/// <summary>How far from the pixels a layer is.</summary>
public enum Level
{
    /// <summary>Edges, colours, dots.</summary>
    Low,

    /// <summary>Textures and parts.</summary>
    Mid,

    /// <summary>Whole things.</summary>
    High,
}

/// <summary>A layer of the network as the atlas keeps it.</summary>
/// <param name="Index">Its place in the network, from 0; every other record refers to a layer by it.</param>
/// <param name="Name">The readable alias.</param>
/// <param name="Tensor">The exact ONNX name.</param>
/// <param name="Operator">The ONNX operator that computes it.</param>
/// <param name="Channels">How many units it has.</param>
/// <param name="Height">Rows of the activation; 1 where it has none.</param>
/// <param name="Width">Columns of the activation; 1 where it has none.</param>
/// <param name="ReceptiveFieldHeight">Rows of input pixels that a unit can depend on, exactly.</param>
/// <param name="ReceptiveFieldWidth">Columns of input pixels that a unit can depend on, exactly.</param>
/// <param name="Level">Low, mid or high.</param>
public sealed record LayerRecord(
    int Index, string Name, string Tensor, string Operator, int Channels, int Height, int Width, int ReceptiveFieldHeight, int ReceptiveFieldWidth, Level Level)
{
    /// <summary>Rows of input pixels that a unit depends on when what comes through global gates is left out.</summary>
    public int LocalHeight { get; init; } = ReceptiveFieldHeight;

    /// <summary>Columns of input pixels that a unit depends on when what comes through global gates is left out.</summary>
    public int LocalWidth { get; init; } = ReceptiveFieldWidth;

    /// <summary>How many global gates lie before it.</summary>
    public int Gates { get; init; }

    /// <summary>How many of its tokens lie nowhere in the image, and are no positions: a class token, registers.</summary>
    public int OtherTokens { get; init; }

    /// <summary>How many of the network's attentions over the whole image it has behind it, as a share of all; 0 where it has none behind it.</summary>
    public double AttentionShare { get; init; }
}
