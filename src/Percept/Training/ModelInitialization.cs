using System.Text;
using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Training.Data;

namespace Percept.Training;

/// <summary>Finds what a training starts from: a described network, a model of the user's own, or a trained one with a new last layer.</summary>
static class ModelInitialization
{
    const int Looked = 32, Small = 48, Usual = 64, Least = 32;

    /// <summary>The classifier before its training.</summary>
    /// <exception cref="TrainingException">The options contradict each other or the files they name.</exception>
    /// <exception cref="GraphException">A model cannot be read or is no classifier of images.</exception>
    internal static Classifier Of(LabelledImages data, TrainingOptions options)
    {
        if (options.Architecture is not null && options.FineTune is not null)
            throw new TrainingException("--arch says which network is to be made and --finetune which is to be trained further; give one of both.");
        if (options.Freeze && options.FineTune is null) throw new TrainingException("--freeze trains the last layer alone, behind a trained network; name that with --finetune.");
        if (options.FineTune is { } trained) return Headed(trained, data, options);
        if (options.Architecture is { } file && IsModel(file)) return Own(file, Model.Load(file), null, data, options);
        var architecture = options.Architecture is { } described ? (described.Contains('\n') ? Architecture.Parse(described, "the description") : Architecture.Parse(Text(described), described)) : null;
        var size = options.Size ?? architecture?.Size ?? SizeOf(data);
        if (size < Least) throw new TrainingException($"Images of {size} pixels are too small to be trained on; --size begins at {Least}.");
        var built = Model.Parse((architecture ?? Architecture.For(size)).Build(data.Classes.Count, size, options.Seed), "the new network");
        return new(built, new PreprocessingOptions { Range = [-1, 1], Size = [size, size] }.Resolve(built.Inputs[0]));
    }

    /// <summary>The note in a model's metadata by which every verb knows its preprocessing and its classes.</summary>
    internal static string Note(Preprocessing preprocessing, IReadOnlyList<string> classes) => (PreprocessingOptions.Of(preprocessing) with { Labels = [.. classes] }).ToJson();

    /// <summary>A trained network with a last layer for these classes.</summary>
    static Classifier Headed(string path, LabelledImages data, TrainingOptions options)
    {
        var (random, model) = (new Random(options.Seed), Model.Load(path));
        var preprocessing = PreprocessingOf(path, model, options);
        var images = new Graph().Input("images", ElementType.Float32, [1, preprocessing.ImageChannels, preprocessing.Height, preprocessing.Width]);
        var output = model.Outputs.Count > 0 ? model.Outputs[0] : throw new GraphException($"'{model.Name}' has no output.");
        var features = model.Apply(images.Graph, new Dictionary<string, Value> { [model.Inputs[0].Name] = preprocessing.Apply(images) }, [output])[output];
        var channels = features.IsChannelsLast() || features.Shape.Rank == 3 ? features.Shape.Rank - 1 : 1;
        var headed = model.WithHead(data.Classes.Count, (shape, inputs) => Weights.Random(random, shape, inputs, gain: 1), features.Shape, channels);
        return Own(path, Model.Parse(headed.Bytes, model.Name), options.Freeze ? headed : null, data, options);
    }

    static Preprocessing PreprocessingOf(string path, Model model, TrainingOptions options)
    {
        if (model.Inputs is not [var input]) throw new GraphException($"'{model.Name}' has {model.Inputs.Count} inputs ({string.Join("; ", model.Inputs)}); a classifier of images has one.");
        var known = (options.Preprocessing ?? new()).Or(PreprocessingOptions.Beside(path, model));
        return (options.Size is { } size ? known with { Size = [size, size] } : known).Resolve(input);
    }

    static Classifier Own(string path, Model model, HeadedModel? head, LabelledImages data, TrainingOptions options)
    {
        var preprocessing = PreprocessingOf(path, model, options);
        if (preprocessing.Height != preprocessing.Width) throw new TrainingException($"'{model.Name}' takes images of {preprocessing.Height}x{preprocessing.Width} pixels; training takes square ones. Say a --size it can take.");
        var classifier = new Classifier(model, preprocessing, head);
        if (classifier.Count == 0) throw new TrainingException($"'{model.Name}' has no weights that could be trained: its operators have no constant weights as inputs.");
        var graph = new Graph();
        var parameters = classifier.Parameters.Keys.ToDictionary(name => name, name => graph.Input(name, ElementType.Float32, model.Weights[name].Shape), StringComparer.Ordinal);
        var scores = classifier.Apply(graph, 1, parameters, trains: false).Mode.Scores.Shape[1];
        return scores == data.Classes.Count ? classifier
            : throw new TrainingException($"'{model.Name}' gives {scores} scores, but there are {data.Classes.Count} classes ({string.Join(", ", data.Classes)}). With --finetune its last layer is replaced by one for these.");
    }

    static int SizeOf(LabelledImages data)
    {
        var sizes = data.Train.Take(Looked).Select(Side).Where(side => side > 0).Order().ToArray();
        return sizes.Length > 0 && sizes[sizes.Length / 2] < Small ? Least : Usual;

        static int Side(LabelledImage image)
        {
            try
            {
                var picture = Picture.Read(image.File.Path);
                return Math.Min(picture.Height, picture.Width);
            }
            catch (PictureException)
            {
                return 0;
            }
        }
    }

    /// <summary>A description is text; a model is not, whatever it is called.</summary>
    static bool IsModel(string path) => path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) || (File.Exists(path) && File.ReadAllBytes(path).AsSpan().Contains((byte)0));

    static string Text(string path)
    {
        if (!File.Exists(path)) throw new TrainingException($"There is no file '{path}'; --arch names a description of a network, or an ONNX file.");
        return File.ReadAllText(path, Encoding.UTF8);
    }
}
