namespace Percept.Training;

/// <summary>How the learning rate runs over a training.</summary>
public enum Schedule
{
    /// <summary>Up while warming up, then down along half a cosine.</summary>
    Cosine,

    /// <summary>Up to its peak in a third of the steps, then straight down.</summary>
    Triangular,

    /// <summary>Up while warming up, then always the same.</summary>
    Constant,
}

/// <summary>The learning rate at each step.</summary>
static class Schedules
{
    /// <summary>What is left of the learning rate at the end.</summary>
    const double Last = 0.01;

    const double Peak = 1.0 / 3;

    /// <summary>The share of the highest learning rate at a step, counted from 0.</summary>
    internal static double At(this Schedule schedule, int step, int steps, int warmUp)
    {
        if (schedule == Schedule.Triangular) warmUp = Math.Max(1, (int)(steps * Peak));
        if (step < warmUp) return (step + 1.0) / warmUp;
        var share = (double)(step - warmUp) / Math.Max(1, steps - warmUp);
        return schedule switch
        {
            Schedule.Cosine => Last + ((1 - Last) * (1 + Math.Cos(Math.PI * share)) / 2),
            Schedule.Triangular => 1 - ((1 - Last) * share),
            _ => 1,
        };
    }
}
