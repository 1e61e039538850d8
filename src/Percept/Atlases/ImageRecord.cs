namespace Percept.Atlases;

/// <summary>An image of the dataset; its picture as the network saw it is kept beside it, once (<see cref="Atlas.Picture"/>).</summary>
/// <param name="Id">Its number in the atlas, from 0, given by the writer and stable.</param>
/// <param name="Name">Its path relative to the dataset's folder, with forward slashes.</param>
/// <param name="Sha256">SHA-256 of the file, as hexadecimal digits.</param>
/// <param name="Width">Columns of the original, in pixels.</param>
/// <param name="Height">Rows of the original, in pixels.</param>
public sealed record ImageRecord(int Id, string Name, string Sha256, int Width, int Height);
