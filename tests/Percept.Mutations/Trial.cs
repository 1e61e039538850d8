using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Mutations;

/// <summary>One damaged model, taken as far as it goes: read, built, differentiated, written, run.</summary>
sealed class Trial : IDisposable
{
    readonly string folder = Directory.CreateTempSubdirectory("percept").FullName;
    readonly IReadOnlyList<byte[]> corpus;

    internal Trial() => corpus = Corpus.In(folder);

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>How far it came, and why not further.</summary>
    internal string Of(int seed)
    {
        var random = new Random(seed);
        var original = corpus[random.Next(corpus.Count)];
        var path = Path.Join(folder, "damaged.onnx");
        // The first case of every hundred is not damaged, so that the corpus itself is seen to run.
        File.WriteAllBytes(path, seed % 100 == 0 ? original : Mutation.Of(original, random));
        return At(path);
    }

    internal static string At(string path)
    {
        var stage = "read";
        try
        {
            var model = Model.Load(path);
            stage = "built";
            var graph = model.Build(model.Inputs.ToDictionary(input => input.Name, input => input.Typical, StringComparer.Ordinal));
            stage = "differentiated";
            var floats = graph.Inputs.Where(input => input.Type.IsFloat()).ToArray();
            var outputs = model.Outputs.Select((name, i) => (Name: $"output {i}", Value: graph.Find(name)!)).ToList();
            if (outputs.FindLast(output => output.Value is { HasShape: true, Type: ElementType.Float32 }).Value is { } y && floats.Length > 0)
                outputs.AddRange(Gradient.Of(y, floats).Select((gradient, i) => ($"gradient {i}", gradient)));
            stage = "prepared";
            using var session = new Session(outputs);
            stage = "run";
            session.Run();
            if (model.Inputs is not [{ Sizes.Count: 4 }]) return "whole";
            stage = "looked into";
            Network.Load(path);
            return "whole";
        }
        catch (GraphException error)
        {
            return IsSentence(error.Message) ? $"not {stage}: {error.Message}" : $"failed: '{error.Message}' is not a sentence when {stage}";
        }
        catch (Exception error)
        {
            return $"failed: not {stage}, {error.ToString().ReplaceLineEndings(" | ")}";
        }
    }

    static bool IsSentence(string text) => text.EndsWith('.') && text.Length < 2000 && !text.Any(char.IsControl);
}
