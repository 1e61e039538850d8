namespace Percept.Imaging;

/// <summary>One place of a montage: a picture, or none, and the words under it.</summary>
sealed record MontageCell(Picture? Picture, string Caption = "");
