using System.CommandLine;

namespace Percept.Cli;

/// <summary>The options and arguments that several verbs share, each in one wording; a verb adds only what differs, as further sentences.</summary>
static class CommonOptions
{
    const string SeedIs = "The seed of every random number.", StepsAre = "Steps of gradient ascent for each image.", UnitsAre = "For how many units of each layer images are optimised.";
    const string LayerIs = "A layer, by its name in `percept inspect`.", BatchIs = "How many images are computed at once.", MinutesAre = "The longest it may take, in minutes.";

    /// <summary>The extensions of pictures.</summary>
    internal static readonly string[] Pictures = [".png", ".webp", ".jpg"];

    /// <summary>The network.</summary>
    internal static Argument<string> Network() => new("MODEL") { Description = "The network, an ONNX file." };

    /// <summary>The atlas that a verb reads.</summary>
    internal static Argument<string> AtlasFile() => new("ATLAS") { Description = "The atlas file." };

    /// <summary>The image that a verb is about.</summary>
    internal static Argument<string> Image() => new("IMAGE") { Description = "An image file; it is cropped to the proportions of the network's input." };

    /// <summary>The network, of a verb that reads something else.</summary>
    internal static Option<string> Model(string more) => OptionOf.Path("--model", $"The network, an ONNX file. {more}", "MODEL", required: false);

    /// <summary>An atlas beside the network.</summary>
    internal static Option<string> Atlas(string more) => OptionOf.Path("--atlas", $"An atlas of the network. {more}", "ATLAS", required: false);

    /// <summary>The folder of images.</summary>
    internal static Option<string> Images(string more = "", string form = "DIR", bool required = true) => OptionOf.Path("--images", With("A folder of images, with its subfolders.", more), form, required);

    /// <summary>The layer.</summary>
    internal static Option<string> Layer(string more = "", bool required = true) => OptionOf.Path("--layer", With(LayerIs, more), "LAYER", required);

    /// <summary>Layers, as many as are given.</summary>
    internal static Option<string[]> Layers(string more) => OptionOf.Layers(With(LayerIs, more));

    /// <summary>The seed.</summary>
    internal static Option<int> Seed(int usual, string more = "") => OptionOf.Whole("--seed", With(SeedIs, more), least: 0, usual);

    /// <summary>The seed, where something else holds its default.</summary>
    internal static Option<int?> Seed() => OptionOf.Whole("--seed", SeedIs, least: 0);

    /// <summary>Steps of ascent.</summary>
    internal static Option<int> Steps(int usual, string more = "", int least = 1) => OptionOf.Whole("--steps", With(StepsAre, more), least, usual);

    /// <summary>Steps of ascent, where the default depends on something else.</summary>
    internal static Option<int?> Steps(string more, int least = 1) => OptionOf.Whole("--steps", With(StepsAre, more), least);

    /// <summary>For how many units images are optimised.</summary>
    internal static Option<int> Units(int usual) => OptionOf.Whole("--units", UnitsAre, least: 0, usual);

    /// <summary>For how many units images are optimised, where the default depends on something else.</summary>
    internal static Option<int?> Units(string more) => OptionOf.Whole("--units", With(UnitsAre, more), least: 0);

    /// <summary>How many images are kept for each unit.</summary>
    internal static Option<int> TopImages(int usual) => OptionOf.Whole("--top", "How many images to keep for each unit.", least: 1, usual);

    /// <summary>How many units are shown of each layer.</summary>
    internal static Option<int> TopUnits(int usual) => OptionOf.Whole("--top", "How many units of each layer to show.", least: 1, usual);

    /// <summary>Images in a batch.</summary>
    internal static Option<int> Batch(int usual, string more = "", int least = 1) => OptionOf.Whole("--batch", With(BatchIs, more), least, usual);

    /// <summary>Images in a batch, where the default depends on something else.</summary>
    internal static Option<int?> Batch(string more) => OptionOf.Whole("--batch", With(BatchIs, more), least: 1);

    /// <summary>The longest that something may take.</summary>
    internal static Option<double?> Minutes(string more) => OptionOf.Positive("--minutes", With(MinutesAre, more));

    /// <summary>The longest that something may take, with a default.</summary>
    internal static Option<double> Minutes(double usual, string more) => OptionOf.Positive("--minutes", With(MinutesAre, more), usual);

    /// <summary>Whether the last layer alone is trained.</summary>
    internal static Option<bool> Freeze(string more) => new("--freeze") { Description = With("Train the last layer alone.", more) };

    /// <summary>The atlas that a verb writes.</summary>
    internal static Option<string> OutputAtlas(string more, bool required = true) => OptionOf.Path("--output", With("The atlas file to write.", more), "ATLAS", required, "-o");

    /// <summary>The folder that a verb writes.</summary>
    internal static Option<string> OutputFolder(string more, string form = "DIR", bool required = true) => OptionOf.Path("--output", With("The folder to write to.", more), form, required, "-o");

    /// <summary>The picture that a verb writes.</summary>
    internal static Option<string> OutputPicture(string more = "", bool required = true) => OutputPicture(Pictures, more, required);

    /// <summary>The picture that a verb writes, in one of some formats.</summary>
    internal static Option<string> OutputPicture(string[] extensions, string more = "", bool required = true) => OptionOf.OutputFile(With("The picture to write.", more), required, extensions);

    static string With(string common, string more) => more.Length == 0 ? common : $"{common} {more}";
}
