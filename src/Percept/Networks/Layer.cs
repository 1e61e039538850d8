using Percept.Onnx.Graphs;

namespace Percept.Networks;

/// <summary>A named activation tensor of a network: units over positions that lie in the image.</summary>
/// <remarks>
/// Of tokens, those that are patches of the image are the positions, in rows and columns as they were cut. A class token, registers and whatever
/// else depends on the image only through attention lie nowhere in it: they are <see cref="LayerForm.Others"/> and no positions.
/// </remarks>
/// <param name="Index">Its place among the network's layers, from the image on.</param>
/// <param name="Name">A short readable name, unique in the network.</param>
/// <param name="Tensor">The tensor's exact name in the ONNX file.</param>
/// <param name="Operator">The operator that computes it.</param>
/// <param name="Channels">How many units it has.</param>
/// <param name="Height">Rows of positions; 1 where it has no positions.</param>
/// <param name="Width">Columns of positions; 1 where it has no positions.</param>
/// <param name="ReceptiveFieldHeight">Rows of the image that a unit away from the borders can depend on, exactly; the image's where that is all of them, however many.</param>
/// <param name="ReceptiveFieldWidth">Columns of the image that a unit away from the borders can depend on, exactly.</param>
public sealed record Layer(int Index, string Name, string Tensor, string Operator, int Channels, int Height, int Width, int ReceptiveFieldHeight, int ReceptiveFieldWidth)
{
    /// <summary>How many attention heads its units are the outputs of, one head after the other; 0 where it is no layer of heads.</summary>
    public int Heads { get; init; }

    /// <summary>Rows of the image that a unit depends on when what comes through global gates is left out; where there are none, <see cref="ReceptiveFieldHeight"/>.</summary>
    public int LocalHeight { get; init; } = ReceptiveFieldHeight;

    /// <summary>Columns of the image that a unit depends on when what comes through global gates is left out.</summary>
    public int LocalWidth { get; init; } = ReceptiveFieldWidth;

    /// <summary>How many global gates lie before it: <see cref="Network.Gates"/>.</summary>
    public int Gates { get; init; }

    /// <summary>How many of the network's attentions over the whole image it has behind it, as a share of all; 0 where it has none behind it.</summary>
    public double AttentionShare { get; init; }

    /// <summary>How its tensor holds units and positions.</summary>
    public LayerForm Form { get; init; } = new(0, 1, 2, 3);

    /// <summary>What follows a layer's name where its tokens are meant that lie nowhere in the image.</summary>
    internal const string OtherTokens = "#tokens";

    /// <summary>A layer of its tokens that lie nowhere in the image, in place of the patches.</summary>
    /// <exception cref="GraphException">There are none.</exception>
    internal Layer Others => Form.Others == 0 ? throw new GraphException($"All positions of layer '{Name}' lie in the image: it has no class token, registers or other tokens that do not.") : this with
    {
        Index = -1,
        Name = Name + OtherTokens,
        Height = Form.Others,
        Width = 1,
        LocalHeight = ReceptiveFieldHeight,
        LocalWidth = ReceptiveFieldWidth,
        AttentionShare = 0,
        Form = Form with { IsOfOthers = true, HasPlaces = false },
    };

    /// <summary>The name of one of its units.</summary>
    public string NameOf(int unit) => $"{Name}:{unit}";
}
