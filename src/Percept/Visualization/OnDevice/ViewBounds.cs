namespace Percept.Visualization.OnDevice;

/// <summary>How far views that only shift, scale and turn an image can reach.</summary>
/// <param name="Beyond">The most rows and columns that a view takes from beyond each border of the image.</param>
/// <param name="Enlargement">The most by which distances in the image grow in a view, along rows and columns.</param>
readonly record struct ViewBounds((int Rows, int Columns) Beyond, double Enlargement)
{
    /// <summary>The bounds of a list of transforms; null where one of them does something else.</summary>
    internal static ViewBounds? Of(IReadOnlyList<Transform> transforms, int height, int width)
    {
        var (middleY, middleX) = ((height - 1) / 2.0, (width - 1) / 2.0);
        var (y, x, enlargement) = (middleY, middleX, 1.0);
        // The last is the first that a place in the view goes through on its way into the image.
        foreach (var transform in transforms.Reverse())
        {
            switch (transform)
            {
                case Pad:
                    break;
                case Jitter jitter:
                    var most = jitter.Pixels - (jitter.Pixels / 2);
                    (y, x) = (y + most, x + most);
                    break;
                case RandomScale scale:
                    (y, x, enlargement) = (y / scale.Least, x / scale.Least, enlargement * scale.Most);
                    break;
                case RandomRotate rotate:
                    var sine = Math.Sin(Math.PI / 180 * Math.Min(rotate.Degrees, 90));
                    (y, x, enlargement) = (y + (x * sine), x + (y * sine), enlargement * (1 + sine));
                    break;
                default:
                    return null;
            }
        }

        return new((Whole(y - middleY), Whole(x - middleX)), enlargement);

        // What is a whole number but for rounding is that number.
        static int Whole(double distance) => (int)Math.Ceiling(distance - 1e-6);
    }
}
