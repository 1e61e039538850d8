using Percept.Onnx.Gradients.Forms;
using Percept.Onnx.Operators;

namespace Percept.Onnx.Gradients;

/// <summary>Rules that are not derivatives but serve a purpose: put in place of the true ones with <see cref="RuleSet.With"/>.</summary>
static class Overrides
{
    /// <summary>The activation functions that let through what is above some bound and hold back what is below: those that the rules for rectifiers are meant for.</summary>
    public static IReadOnlyList<string> Rectifiers { get; } = [.. Catalogue.All.Where(entry => entry.Traits.HasFlag(Traits.Rectifier)).Select(entry => entry.Name)];

    /// <summary>
    /// ReLU's derivative, but where it is zero all over an image, whatever would raise the input passes: a unit that is silent
    /// on the first noise can be woken.
    /// </summary>
    /// <remarks>Lucid's redirected ReLU gradient (Olah et al., "Feature visualization", Distill 2017), decided for each image of a batch.</remarks>
    public static Rule RedirectedRelu { get; } = new((n, dY) =>
    {
        var dX = dY * Ops.Step(n.Y);
        int[] all = [.. Enumerable.Range(1, n.Y.Shape.Rank - 1)];
        var blocked = 1 - Ops.Step(n.Graph.Emit("Abs", [dX]).Sum(all));
        return dX + (n.Graph.Emit("Relu", [dY]) * blocked);
    });

    /// <summary>An activation function's rule, but only what raises its output passes.</summary>
    /// <remarks>Guided backpropagation (Springenberg et al., "Striving for simplicity", 2015).</remarks>
    public static Rule Guided(Rule rule) => new((n, dY) => rule[0]!(n, [n.Graph.Emit("Relu", [dY])]));

    /// <summary>What raises the output passes to the input, whether or not the activation function let the input through.</summary>
    /// <remarks>A deconvolutional network's way back (Zeiler and Fergus, "Visualizing and understanding convolutional networks", 2014).</remarks>
    public static Rule Deconvnet { get; } = new((n, dY) => n.Graph.Emit("Relu", [dY]));
}
