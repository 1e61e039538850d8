using Percept.Onnx.Graphs.Reading;

namespace Percept.Onnx.Gradients;

/// <summary>Whether a gradient can be taken through an operator.</summary>
public enum GradientSupport
{
    /// <summary>There is no rule for it.</summary>
    No,

    /// <summary>Its output does not depend on its inputs' values, or only in steps: nothing flows back.</summary>
    Constant,

    /// <summary>There is a rule for it.</summary>
    Yes,
}

public sealed partial class RuleSet
{
    /// <summary>Whether a gradient can be taken through an operator, by the name that a model of any opset has for it.</summary>
    public GradientSupport SupportOf(string operation) => operation switch
    {
        "Constant" => GradientSupport.Constant,
        // What these have become in newer opsets, in which models are read.
        "Upsample" => SupportOf("Resize"),
        "Scatter" => SupportOf("ScatterElements"),
        _ when Contributed.Knows(operation) || Lowerings.Knows(operation) => GradientSupport.Yes,
        _ => Find(operation) switch
        {
            null => GradientSupport.No,
            { IsConstant: true } => GradientSupport.Constant,
            _ => GradientSupport.Yes,
        },
    };
}
