namespace Percept.Visualization;

/// <summary>Where an ascent last had an answer. One whose step went too far, so that all is silent and nothing shows the way, goes back there and takes smaller steps.</summary>
sealed class LastActiveState(Adam adam)
{
    float[]? held;
    bool isThere;

    /// <summary>Whether there ever was an answer.</summary>
    internal bool IsKnown => held is not null;

    /// <summary>Keeps a place that has an answer, before the step from it.</summary>
    internal void Hold(ReadOnlySpan<float> parameters)
    {
        held ??= new float[parameters.Length];
        parameters.CopyTo(held);
        isThere = false;
        adam.Hasten();
    }

    /// <summary>Goes back; false where there is no such place, or the ascent is there already.</summary>
    internal bool Return(Span<float> parameters)
    {
        if (held is null || isThere) return false;
        held.CopyTo(parameters);
        isThere = true;
        adam.Slow();
        return true;
    }

    /// <summary>Says that a step was taken from where nothing answers.</summary>
    internal void Leave() => isThere = false;
}
