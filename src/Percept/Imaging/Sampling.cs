namespace Percept.Imaging;

/// <summary>How pixels are computed when a picture is resized.</summary>
public enum Sampling
{
    /// <summary>Lanczos with three lobes: sharp and free of aliasing.</summary>
    Lanczos,

    /// <summary>The nearest pixel: for showing a tiny filter as squares.</summary>
    Nearest,
}
