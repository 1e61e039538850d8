namespace Percept.Atlases;

/// <summary>How a picture is encoded; browsers show all three.</summary>
public enum PictureFormat
{
    /// <summary>Portable Network Graphics.</summary>
    Png,

    /// <summary>JPEG.</summary>
    Jpeg,

    /// <summary>WebP.</summary>
    WebP,
}

/// <summary>An image of the dataset; its picture as the network saw it is kept beside it, once (<see cref="Atlas.Picture"/>).</summary>
/// <param name="Id">Its number in the atlas, from 0, given by the writer and stable.</param>
/// <param name="Name">Its path relative to the dataset's folder, with forward slashes.</param>
/// <param name="Sha256">SHA-256 of the file, as hexadecimal digits.</param>
/// <param name="Width">Columns of the picture that is kept, in pixels.</param>
/// <param name="Height">Rows of the picture that is kept, in pixels.</param>
/// <param name="Format">How the picture that is kept is encoded.</param>
public sealed record ImageRecord(int Id, string Name, string Sha256, int Width, int Height, PictureFormat Format = PictureFormat.Png)
{
    /// <summary>64 bits that pictures which look nearly the same share nearly all of (dHash).</summary>
    public ulong Likeness { get; init; }
}
