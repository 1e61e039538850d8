namespace Percept.Visualization;

/// <summary>Tells when scores no longer rise, though each is of another random view: when the mean of a window is hardly above that of the window before, twice.</summary>
sealed class PlateauDetector
{
    const int Window = 48;
    const double Least = 0.01;

    double sum, before = double.NegativeInfinity;
    int count, flat;

    /// <summary>Takes one more score; true when the ascent is flat.</summary>
    internal bool Add(double score)
    {
        sum += score;
        if (++count < Window) return false;
        var mean = sum / Window;
        flat = mean - before < Least * Math.Abs(mean) ? flat + 1 : 0;
        (sum, count, before) = (0, 0, mean);
        return flat >= 2;
    }
}
