using Percept.Museum.Tests.Families;
using Percept.Museum.Tests.Writing;

namespace Percept.Museum.Tests.Habits;

/// <summary>What exporters, quantizers and people do to networks, a small one for each.</summary>
static class Habits
{
    /// <summary>Those of which an atlas is built.</summary>
    static readonly HashSet<string> built =
    [
        "vit_registers", "tf2onnx_classifier", "yolo_nms", "many_inputs", "no_batch_axis", "four_channels", "grayscale", "batch_of_two", "inner_reshape", "bytes", "qdq", "half_unsorted", "fused_transformer", "opset_7",
    ];

    public static Exhibit[] All { get; } =
    [
        Habit("vit_registers", "transformer with registers", () => Of(17, (net, x) => VisionTransformer.Write(net, x, side: 64, registers: 4))),
        Habit("convnext_opset_13", "layer normalisation in pieces", () => Of(13, ConvNext.Write)),
        Habit("hugging_face", "transformer, sizes computed in the graph", Tokens.HuggingFace),
        Habit("standard_attention", "Attention and RMSNormalization of opset 23", Tokens.Standard),
        Habit("mixer", "linear layers along the tokens", Tokens.Mixer),
        Habit("tf2onnx_classifier", "channels last", TensorFlow.Classifier),
        Habit("tf2onnx_segmentation", "channels last at both ends", TensorFlow.Segmentation),
        Exhibit.Of("dynamo", "weights in a file beside the model", Dynamo.Write),
        Habit("yolo_raw", "detector, boxes of all positions", Yolo.Raw),
        Habit("yolo_nms", "detector, NonMaxSuppression inside", Yolo.Suppressed),
        Habit("yolo_topk", "detector, TopK inside", Yolo.Best),
        Habit("many_outputs", "three heads", Ends.ManyOutputs),
        Habit("many_inputs", "an image and its scale", Ends.ManyInputs),
        Habit("two_images", "two images", Ends.TwoImages),
        Habit("no_batch_axis", "64 x 64 x 3", Ends.NoBatch),
        Habit("no_batch_axis_planes", "3 x 64 x 64", Ends.NoBatchPlanes),
        Habit("four_channels", "four channels", Ends.FourChannels),
        Habit("grayscale", "one channel", Ends.Grayscale),
        Habit("batch_of_two", "batch of 2", Ends.BatchOfTwo),
        Habit("not_square", "48 x 112", Ends.NonSquare),
        Habit("odd_sizes", "77 x 53", Ends.OddSizes),
        Habit("symbolic_sizes", "N x 3 x H x W", Ends.Symbolic),
        Habit("lines_of_text", "32 x width, LSTM", Ends.LinesOfText),
        Habit("inner_reshape", "free size, fixed by a Reshape", Ends.InnerReshape),
        Habit("double_precision", "float64 input", Ends.Double),
        Habit("bytes", "uint8, channels last, Resize inside", Preprocessing.Bytes),
        Habit("byte_planes", "uint8", Preprocessing.BytePlanes),
        Habit("mean_image", "a mean image inside", Preprocessing.MeanImage),
        Habit("normalising", "mean and deviation inside", Preprocessing.Normalising),
        Habit("resizing", "Resize inside", Preprocessing.Resizing),
        Habit("qdq", "int8, QuantizeLinear and DequantizeLinear", Quantized.Pairs),
        Habit("qlinear", "int8, QLinearConv", Quantized.Linear),
        Habit("dynamic_int8", "int8, ConvInteger and MatMulInteger", Quantized.Dynamic),
        Habit("half_unsorted", "half precision inside, nodes unsorted", Quantized.Half),
        Habit("half_throughout", "half precision at both ends", Quantized.HalfThroughout),
        Habit("fused_convolutions", "com.microsoft FusedConv", Fused.Convolutions),
        Habit("fused_transformer", "com.microsoft Attention and more", Fused.Transformer),
        Habit("fused_activations", "com.microsoft Gelu, QuickGelu", Fused.Activations),
        Habit("light", "weights from ConstantOfShape", Light.Constant),
        Habit("weights_as_inputs", "IR version 3", Light.WeightsAsInputs),
        Habit("u_net", "an image out", Decoders.UNet),
        Habit("style_transfer", "instance normalisation, Upsample", Decoders.Style),
        Habit("super_resolution", "one channel, depth to space", Decoders.SuperResolution),
        .. ((int[])[7, 8, 9, 10, 11, 13, 15, 18, 19, 20, 21, 22, 23]).Select(opset => Habit($"opset_{opset}", "what changed between opsets", () => Opsets.Write(opset))),
    ];

    static Exhibit Habit(string name, string kind, Func<Net> write) => Exhibit.Of(name, kind, _ => write()) with { Verbs = built.Contains(name) ? Exhibit.Built : Exhibit.Quick };

    static Net Of(int opset, Func<Net, string, Net> write)
    {
        var net = new Net(opset);
        return write(net, net.Input(1, 3, 64, 64));
    }
}
