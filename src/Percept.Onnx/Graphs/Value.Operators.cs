namespace Percept.Onnx.Graphs;

public sealed partial class Value
{
    /// <summary>The sum, broadcasting.</summary>
    public static Value operator +(Value a, Value b) => a.Graph.Emit("Add", [a, b]);

    /// <summary>The difference, broadcasting.</summary>
    public static Value operator -(Value a, Value b) => a.Graph.Emit("Sub", [a, b]);

    /// <summary>The product by elements, broadcasting.</summary>
    public static Value operator *(Value a, Value b) => a.Graph.Emit("Mul", [a, b]);

    /// <summary>The quotient by elements, broadcasting.</summary>
    public static Value operator /(Value a, Value b) => a.Graph.Emit("Div", [a, b]);

    /// <summary>The negative.</summary>
    public static Value operator -(Value x) => x.Graph.Emit("Neg", [x]);

    /// <summary>The sum with a number.</summary>
    public static Value operator +(Value x, double number) => x + x.Scalar(number);

    /// <summary>The sum with a number.</summary>
    public static Value operator +(double number, Value x) => x + x.Scalar(number);

    /// <summary>The difference from a number.</summary>
    public static Value operator -(Value x, double number) => x - x.Scalar(number);

    /// <summary>The difference from a number.</summary>
    public static Value operator -(double number, Value x) => x.Scalar(number) - x;

    /// <summary>The product with a number.</summary>
    public static Value operator *(Value x, double number) => x * x.Scalar(number);

    /// <summary>The product with a number.</summary>
    public static Value operator *(double number, Value x) => x * x.Scalar(number);

    /// <summary>The quotient by a number.</summary>
    public static Value operator /(Value x, double number) => x / x.Scalar(number);

    /// <summary>The number divided by this.</summary>
    public static Value operator /(double number, Value x) => x.Scalar(number) / x;

    /// <summary>A number of this value's element type.</summary>
    public Value Scalar(double number) => Graph.Constant(Tensor.Full(Type, Shape.Scalar, number));
}
