using Percept.Answers.Levels;
using Percept.Atlases;
using Percept.Networks;

namespace Percept.Pipeline;

static class LayerStage
{
    internal static void Run(Network network, AtlasWriter atlas)
    {
        var piece = new AtlasPart("layers");
        if (atlas.IsDone(piece)) return;
        atlas.Write(piece, transaction => transaction.PutLayers(network.Layers.Select(layer => new LayerRecord(
            layer.Index, layer.Name, layer.Tensor, layer.Operator, layer.Channels, layer.Height, layer.Width, layer.ReceptiveFieldHeight, layer.ReceptiveFieldWidth, LevelRule.Of(layer, network))
        {
            LocalHeight = layer.LocalHeight,
            LocalWidth = layer.LocalWidth,
            Gates = layer.Gates,
            OtherTokens = layer.Form.Others,
            AttentionShare = layer.AttentionShare,
        })));
    }
}
