namespace Percept.Visualization.OnDevice;

/// <summary>One of the images that climb in lock-step: how far it is, and whether it is still climbing.</summary>
sealed class LockstepImage(Objective objective, Random random)
{
    readonly PlateauDetector flatness = new();
    int again;

    /// <summary>What it climbs for.</summary>
    internal Objective Objective => objective;

    /// <summary>What its start and its views are drawn from.</summary>
    internal Random Random => random;

    /// <summary>Whether it climbs on.</summary>
    internal bool Climbs { get; private set; } = true;

    /// <summary>Whether it did not answer in a random view. What is not seen there may be seen in the plain one, which does not change from step to step.</summary>
    internal bool IsStraight { get; private set; }

    /// <summary>Whether it does not answer in the plain view either, and has to be woken.</summary>
    internal bool IsSilent { get; private set; }

    /// <summary>How many steps it took.</summary>
    internal int Taken { get; private set; }

    /// <summary>Takes note of a look that found no way up, and took no step.</summary>
    internal void NoteSilence()
    {
        IsSilent = IsStraight;
        IsStraight = true;
    }

    /// <summary>Takes note of a step.</summary>
    /// <returns>Whether it rises no more.</returns>
    internal bool NoteStep(float score)
    {
        Taken++;
        IsStraight = false;
        return flatness.Add(score);
    }

    /// <summary>Ends its climb.</summary>
    internal void End() => Climbs = false;

    /// <summary>Of so many steps that are taken from the start again, those that are more than it took.</summary>
    internal int Beyond(int count)
    {
        var known = Math.Min(count, Taken - again);
        again += known;
        return count - known;
    }
}
