using System.Security.Cryptography;
using System.Text;
using Percept.Training.Data;

namespace Percept.Training;

/// <summary>What tells one training from another: where it is the same, a checkpoint can be gone on with.</summary>
static class TrainingIdentity
{
    internal static string Of(LabelledImages data, TrainingOptions options, Classifier classifier, double rate)
    {
        var text = new StringBuilder().AppendLine(options.ToString()).AppendLine(FormattableString.Invariant($"{rate:R} {classifier.Model.Hash} {classifier.Preprocessing.ToArguments()} {classifier.Preprocessing.Height}"));
        foreach (var name in data.Classes) text.AppendLine(name);
        foreach (var (part, images) in new[] { ("train", data.Train), ("held out", data.HeldOut) })
            foreach (var image in images)
            {
                var file = new FileInfo(image.File.Path);
                text.AppendLine(FormattableString.Invariant($"{part} {image.Class} {image.File.Name} {(file.Exists ? file.Length : -1)}"));
            }

        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }
}
