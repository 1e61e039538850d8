namespace Percept.Networks;

/// <summary>What says how images become a network's input.</summary>
public enum PreprocessingSource
{
    /// <summary>Who loads the network says it.</summary>
    Given,
    /// <summary>The file <c>model.percept.json</c> beside the model.</summary>
    Sidecar,
    /// <summary>The model's metadata.</summary>
    Metadata,
    /// <summary>The evidence in the network's own weights, beyond doubt.</summary>
    Evidence,
    /// <summary>Nothing: values from 0 to 1, red first, are assumed.</summary>
    Assumed,
}

/// <summary>Where a network's preprocessing comes from.</summary>
/// <param name="Source">What says its values: range, mean and deviation.</param>
/// <param name="KnowsOrder">Whether the order of the channels is said or found too, or is the only one there is; else the usual one is assumed.</param>
/// <param name="Reason">Why, in a sentence, where it is by evidence or cannot be told; else empty.</param>
public sealed record PreprocessingOrigin(PreprocessingSource Source, bool KnowsOrder, string Reason = "")
{
    /// <summary>The source, and what is not known, in a few words.</summary>
    public override string ToString() => $"{Source switch
    {
        PreprocessingSource.Given => "given",
        PreprocessingSource.Sidecar => "from the file beside the model",
        PreprocessingSource.Metadata => "from the model's metadata",
        PreprocessingSource.Evidence => "by evidence",
        _ => "assumed",
    }}{(KnowsOrder ? "" : "; the order of the channels is unknown")}";
}
