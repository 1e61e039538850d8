using Percept.Imaging;
using Percept.Networks;

namespace Percept.Attribution;

/// <summary>What stands for "nothing to see": where a path begins, and what takes the place of what is removed.</summary>
public enum Baseline
{
    /// <summary>The image that becomes zero in the network's own input: the mean colour, middle grey or black, as its preprocessing has it.</summary>
    Zero,

    /// <summary>Black.</summary>
    Black,

    /// <summary>Middle grey.</summary>
    Grey,

    /// <summary>White.</summary>
    White,

    /// <summary>The picture itself, blurred by a sixteenth of its shorter side.</summary>
    Blur,
}

/// <summary>Makes baselines.</summary>
static class Baselines
{
    const int BlurShare = 16;

    /// <summary>The baseline of a picture: channels x height x width.</summary>
    internal static float[] Of(Baseline baseline, Network network, Picture picture)
    {
        var planes = new float[network.Preprocessing.ImageChannels * picture.Height * picture.Width];
        switch (baseline)
        {
            case Baseline.Grey: Array.Fill(planes, 0.5f); break;
            case Baseline.White: Array.Fill(planes, 1); break;
            case Baseline.Blur: return Blurred(picture).ToPlanes();
            case Baseline.Zero: FillZero(planes, network.Preprocessing); break;
        }

        return planes;
    }

    /// <summary>A picture in which nothing fine is left.</summary>
    internal static Picture Blurred(Picture picture) => picture.Blur(Math.Max(1, Math.Min(picture.Height, picture.Width) / (double)BlurShare));

    static void FillZero(float[] planes, Preprocessing preprocessing)
    {
        var (scales, shifts, channels) = (preprocessing.Scales(), preprocessing.Shifts(), preprocessing.ImageChannels);
        var area = planes.Length / channels;
        for (var channel = 0; channel < channels; channel++)
        {
            var shown = preprocessing.Channels == ChannelOrder.Bgr ? channels - 1 - channel : channel;
            planes.AsSpan(shown * area, area).Fill(-shifts[channel] / scales[channel]);
        }
    }
}
