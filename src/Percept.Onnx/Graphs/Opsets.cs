namespace Percept.Onnx.Graphs;

/// <summary>Which opset a node in a graph asks of the file it is written to.</summary>
static class Opsets
{
    internal static int Since(Node node) => node.Operator switch
    {
        "Gelu" or "AffineGrid" or "DFT" => 20,
        "AveragePool" when node.Attributes.Ints("dilations")?.Any(dilation => dilation != 1) == true => 19,
        "Pad" when node.Text("mode") == "wrap" => 19,
        "GridSample" when node.X.Shape.Rank > 4 => 20,
        "DeformConv" => 19,
        "QuantizeLinear" when node.Attributes.Has("output_dtype") => 21,
        "Cast" or "CastLike" or "QuantizeLinear" when node.Attributes.Has("saturate") => 19,
        "Resize" when node.Text("coordinate_transformation_mode") == "half_pixel_symmetric" => 19,
        "Resize" when node.Attributes.Has("antialias") || node.Attributes.Has("axes") => 18,
        "QuantizeLinear" or "DequantizeLinear" when node.Attributes.Has("block_size") => 21,
        "GroupNormalization" => 21,
        _ => 18,
    };

    /// <summary>A node's settings as a newer opset calls them.</summary>
    internal static Attributes Attributes(Node node, int opset) => (node.Operator, node.Text("mode"), opset) switch
    {
        ("GridSample", "bilinear" or "", >= 20) => node.Attributes.With("mode", "linear"),
        ("GridSample", "bicubic", >= 20) => node.Attributes.With("mode", "cubic"),
        _ => node.Attributes,
    };
}
