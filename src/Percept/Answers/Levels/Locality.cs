using Percept.Imaging;
using Percept.Matching;
using Percept.Networks;

namespace Percept.Answers.Levels;

/// <summary>How small a part of an image a unit's activation depends on, and which share of the activation that part alone produces.</summary>
/// <param name="Height">Rows of the smallest box that holds 95 % of the gradient's energy, the mean over the units and images looked at, in pixels.</param>
/// <param name="Width">Its columns.</param>
/// <param name="Reproduced">How much of the answer is left where all but that box is even grey: 1 for all of it, 0 for what an image of grey alone gives.</param>
public sealed record Locality(double Height, double Width, double Reproduced)
{
    /// <summary>Looks at some units of a layer, each on the image that drives it highest.</summary>
    /// <param name="network">The network.</param>
    /// <param name="layer">The layer.</param>
    /// <param name="units">The units, each with its image, as the network sees it.</param>
    /// <param name="cancellationToken">Ends it between two units.</param>
    /// <returns>Null where no unit is active on its image.</returns>
    internal static Locality? Of(Network network, Layer layer, IEnumerable<(int Unit, Picture Picture)> units, CancellationToken cancellationToken)
    {
        var applied = network.Apply(batch: 1, wanted: [layer.Tensor]);
        using var forward = new Session([("units", applied[layer])], network.Device, threads: 1);
        using var sensitivity = new UnitGradient(network, layer);
        var area = layer.Height * layer.Width;
        var found = new List<Locality>();
        foreach (var (unit, picture) in units)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var map = Run(picture);
            var place = System.Numerics.Tensors.TensorPrimitives.IndexOfMax<float>(map);
            var (y, x) = Math.DivRem(Math.Max(0, place), layer.Width);
            if (sensitivity.Of(picture, unit, y, x).Effective() is not { } box) continue;
            var grey = Picture.Filled(picture.Height, picture.Width, Rgb.Grey(128));
            if (picture.Channels == 1) grey = grey.ToGrey();
            var (whole, rest, alone) = (map[(y * layer.Width) + x], Run(grey)[(y * layer.Width) + x], Run(Alone(picture, grey, box))[(y * layer.Width) + x]);
            if (whole - rest > 1e-6f * Math.Max(1, Math.Abs(whole))) found.Add(new(box.Height, box.Width, Math.Clamp((alone - rest) / (whole - rest), 0, 1)));

            float[] Run(Picture seen)
            {
                seen.CopyPlanesTo(forward.Input("image"));
                forward.Run();
                return forward.Output("units").Slice(unit * area, area).ToArray();
            }
        }

        return found.Count == 0 ? null : new(found.Average(one => one.Height), found.Average(one => one.Width), found.Average(one => one.Reproduced));
    }

    static Picture Alone(Picture picture, Picture rest, Box box)
    {
        var pixels = rest.Pixels.ToArray();
        for (var y = box.Top; y < box.Top + box.Height; y++)
        {
            var row = ((y * picture.Width) + box.Left) * picture.Channels;
            picture.Pixels.Slice(row, box.Width * picture.Channels).CopyTo(pixels.AsSpan(row));
        }

        return new(picture.Height, picture.Width, picture.Channels, pixels);
    }
}
