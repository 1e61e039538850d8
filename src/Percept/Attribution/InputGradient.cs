using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Graphs;
using Percept.Visualization;

namespace Percept.Attribution;

/// <summary>The derivative of a sum of activations with respect to a model's own input, without any preprocessing.</summary>
/// <param name="Value">The sum: Σ weight · Σ activations, over the batch and all positions.</param>
/// <param name="Gradient">∂value/∂input, in the input's shape.</param>
public sealed record InputGradient(float Value, NpyArray Gradient)
{
    const string Input = "x", Sum = "sum", Derivative = "gradient";

    /// <summary>Differentiates an objective whose terms are sums: a layer or tensor is the sum of all of it, a unit that of its channel over batch and positions.</summary>
    /// <param name="path">An ONNX file.</param>
    /// <param name="objective">The weighted sum; units are channels on axis 1, and on the last axis of tensors with 3 axes.</param>
    /// <param name="input">The input in the model's layout and values, of any batch.</param>
    /// <param name="others">By the names of the model's other inputs, the numbers that they are given; what is usual where null.</param>
    /// <param name="device">Where it runs; <see cref="Device.Cpu"/> where null.</param>
    /// <exception cref="GraphException">The model cannot take it, has no such tensor, or an operator between them has no gradient.</exception>
    public static InputGradient Of(string path, Objective objective, NpyArray input, IReadOnlyDictionary<string, string>? others = null, Device? device = null)
    {
        var (x, sums) = Read(path, input, others);
        var sum = objective.Terms.Select(term => term.Weight * sums.Of(term.Term)).Aggregate((a, b) => a + b);

        using var session = new Session([(Sum, sum), (Derivative, Onnx.Gradients.Gradient.Of(sum, [x])[0])], device ?? Device.Cpu);
        if (session.Inputs.Contains(Input)) input.Values.CopyTo(session.Input(Input));
        session.Run();
        return new(session.Output(Sum)[0], new(input.Shape, session.Output(Derivative).ToArray()));
    }

    /// <summary>The model applied to an input of that shape, and what can be summed in it.</summary>
    internal static (Value X, TensorSums Sums) Read(string path, NpyArray input, IReadOnlyDictionary<string, string>? others)
    {
        var model = Model.Load(path);
        var (graph, inputs) = (new Graph(), NetworkInputs.Of(model, others));
        var x = graph.Input(Input, ElementType.Float32, input.Shape);
        int?[] sizes = [.. x.Shape];
        var layout = LayoutOf(inputs.Image, sizes);
        var (height, width) = layout?.Split(sizes) is { Height: { } rows, Width: { } columns } ? (rows, columns) : x.Shape.Rank > 1 ? (x.Shape[-2], x.Shape[-1]) : (1, 1);
        return (x, new(path, model, x, Applied(model, inputs, x, (height, width)), layout));
    }

    /// <summary>The order of the input's axes: where the file leaves it open, as its own sizes tell; null where it is no image.</summary>
    static Layout? LayoutOf(ModelInput image, int?[] given)
    {
        var stated = Layouts.Of(image.Sizes);
        return (stated.Count > 1 ? Layouts.Of(given) : stated).Where(layout => layout.Split(given) is not null).Cast<Layout?>().FirstOrDefault();
    }

    static Dictionary<string, Value> Applied(Model model, NetworkInputs inputs, Value x, (int Height, int Width) sizes)
    {
        try
        {
            return model.Apply(x.Graph, inputs.With(x, x.Shape.Rank > 0 ? x.Shape[0] : 1, sizes)).ToDictionary(tensor => tensor.Key, tensor => tensor.Value.Real(), StringComparer.Ordinal);
        }
        catch (GraphException error)
        {
            throw new GraphException($"'{model.Name}' takes {inputs.Image} and not an input of {x.Shape}: {error.Message}", error);
        }
    }
}
