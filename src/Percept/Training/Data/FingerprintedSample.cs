using Percept.Imaging;
using Percept.Scheduling;

namespace Percept.Training.Data;

/// <summary>A file that could be read.</summary>
sealed record Fingerprinted(LabelledImage Image, bool IsHeldOut, Fingerprint Print);

/// <summary>All files opened once.</summary>
static class FingerprintedSample
{
    const int MostNamed = 20;

    /// <summary>The files that can be read, in order, and sentences on the others.</summary>
    public static (IReadOnlyList<Fingerprinted> Sample, List<string> Findings) Read(IReadOnlyList<Placed> images, Processors processors)
    {
        var (read, reasons) = (new Fingerprinted?[images.Count], new string?[images.Count]);
        processors.ForEach(images.Count, i =>
        {
            try
            {
                read[i] = new(images[i].Image, images[i].IsHeldOut, Fingerprint.Of(images[i].Image.File));
            }
            catch (PictureException error)
            {
                reasons[i] = $"Skipped an image: {error.Message}";
            }
        });
        var skipped = reasons.OfType<string>().ToList();
        List<string> findings = [.. skipped.Take(MostNamed)];
        if (skipped.Count > MostNamed) findings.Add($"Skipped {skipped.Count - MostNamed} more images that cannot be read.");
        return ([.. read.OfType<Fingerprinted>()], findings);
    }
}
