using Percept.Onnx.Graphs;

namespace Percept.Onnx.Gradients.Rules;

/// <summary>Smart constructors: rules say the mathematics, these pick the form that runs fast.</summary>
static partial class Ops
{
    /// <summary>1 where x is above 0, else 0.</summary>
    /// <remarks>HardSigmoid stays inside the CPU runtime's blocked layout, which Sign, Greater and Where leave; steep as it is, it has no values between.</remarks>
    internal static Value Step(Value x) => x.Graph.Emit("HardSigmoid", [x], new() { ["alpha"] = 3e38f, ["beta"] = 0f });
}
