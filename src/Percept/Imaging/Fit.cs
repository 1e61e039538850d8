namespace Percept.Imaging;

/// <summary>How a picture is brought to a size of another shape.</summary>
public enum Fit
{
    /// <summary>The size is filled, and what stands out on two sides is cut off evenly.</summary>
    Cover,

    /// <summary>All of the picture is kept, in the middle, with the background on two sides.</summary>
    Contain,

    /// <summary>The picture is stretched, and its proportions are lost.</summary>
    Stretch,
}
