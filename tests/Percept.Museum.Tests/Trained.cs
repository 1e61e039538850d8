namespace Percept.Museum.Tests;

/// <summary>Networks that were trained: those of registries, and one of our own.</summary>
static class Trained
{
    /// <summary>What a network of 1024 x 1024 pixels is tried with; every verb would take many minutes.</summary>
    static readonly string[] few = ["inspect", "filters"];

    public static Exhibit[] All { get; } =
    [
        new("ResNet18", "ImageNet, by CNTK", _ => Registry.Featurizer("ResNet18Onnx/ResNet18.onnx")) { Verbs = Exhibit.Quick },
        Ocr("ch_ppocr_mobile_v2.0_cls_infer", "PaddleOCR: which way is up", "--size=48,96"),
        Ocr("ch_PP-OCRv4_det_infer", "PaddleOCR: where is text", "--size=96,96"),
        Ocr("ch_PP-OCRv4_rec_infer", "PaddleOCR: what is written", "--size=48,96"),
        Background("small", "ISNet, dynamic int8"),
        Background("medium", "ISNet, half precision, unsorted"),
        new("digits", "grayscale 28 x 28, trained here", Digits.Train),
    ];

    static Exhibit Ocr(string name, string kind, string size) => new(name, kind, _ => Registry.Ocr(name)) { Options = [size], Verbs = Exhibit.Quick };

    static Exhibit Background(string size, string kind) => new($"isnet_{size}", kind, folder => Registry.Background(size, folder)) { Steps = 1, Images = 2, Verbs = few };
}
