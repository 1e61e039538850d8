namespace Percept.Answers.Levels;

/// <summary>A survey of levels as data, by the names that programs read.</summary>
public static class LevelReport
{
    /// <summary>The survey; numbers that were not measured are NaN.</summary>
    public static object Of(LevelSurvey survey) => new
    {
        verdict = survey.Verdict(),
        summary = survey.Summary(),
        images = survey.Images,
        labels = survey.Labels,
        skipped = survey.Skipped,
        borders = new { low = survey.Options.Low, mid = survey.Options.Mid },
        wavelengths = survey.Wavelengths,
        layers = survey.Layers.Select(layer => new
        {
            name = layer.Layer.Name,
            level = layer.Level.ToString().ToLowerInvariant(),
            reach = new { height = layer.Layer.ReceptiveFieldHeight, width = layer.Layer.ReceptiveFieldWidth, share = layer.ReceptiveFieldShare },
            reach_without_gates = new { height = layer.Layer.LocalHeight, width = layer.Layer.LocalWidth, gates = layer.Layer.Gates },
            effective_reach = layer.Locality is { } local ? new { height = local.Height, width = local.Width } : null,
            locality = layer.Locality?.Reproduced,
            orientation_selectivity = layer.OrientationSelectivity,
            colour_selectivity = layer.ColourSelectivity,
            phase_modulation = layer.PhaseModulation,
            invariance = layer.Invariance,
            sparsity = layer.Sparsity,
            selectivity = layer.Selectivity,
            best_selectivity = layer.BestSelectivity,
            probe_accuracy = layer.ProbeAccuracy,
            units = layer.Units.Select(unit => new
            {
                unit = unit.Unit,
                orientation = unit.Tuning?.Orientation,
                frequency = unit.Tuning?.Frequency,
                hue = unit.Tuning?.Hue,
                orientation_selectivity = unit.Tuning?.OrientationSelectivity,
                direction = unit.Tuning?.Direction,
                wavelength = unit.Tuning?.Wavelength,
                phase_modulation = unit.Tuning?.PhaseModulation,
                colour_selectivity = unit.Tuning?.ColourSelectivity,
                invariance = unit.Invariance,
                sparsity = unit.Sparsity,
                selectivity = unit.Selectivity,
                label = unit.Label,
                labels_served = unit.Serves,
            }),
        }),
    };
}
