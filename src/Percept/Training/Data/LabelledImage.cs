using Percept.Imaging;

namespace Percept.Training.Data;

/// <summary>An image file and the place of its class in <see cref="LabelledImages.Classes"/>.</summary>
public sealed record LabelledImage(ImageFile File, int Class);
