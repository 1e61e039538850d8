namespace Percept.Networks;

/// <summary>A named activation tensor of a network.</summary>
/// <param name="Index">Its place among the network's layers, from the image on.</param>
/// <param name="Name">A short readable name, unique in the network.</param>
/// <param name="Tensor">The tensor's exact name in the ONNX file.</param>
/// <param name="Operator">The operator that computes it.</param>
/// <param name="Channels">How many units it has.</param>
/// <param name="Height">Rows of positions; tokens where the layer has tokens; 1 where it has no positions.</param>
/// <param name="Width">Columns of positions; 1 where the layer has tokens or no positions.</param>
/// <param name="ReachHeight">Rows of the image that a unit away from the borders can depend on; the image's where that is all of them, however many.</param>
/// <param name="ReachWidth">Columns of the image that a unit away from the borders can depend on.</param>
public sealed record Layer(int Index, string Name, string Tensor, string Operator, int Channels, int Height, int Width, int ReachHeight, int ReachWidth)
{
    /// <summary>How many attention heads its units are the outputs of, one head after the other; 0 where it is no layer of heads.</summary>
    public int Heads { get; init; }

    /// <summary>The name of one of its units.</summary>
    public string NameOf(int unit) => $"{Name}:{unit}";
}
