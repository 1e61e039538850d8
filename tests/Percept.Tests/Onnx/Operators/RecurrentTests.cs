using Percept.Tests.Onnx.Gradients;
using static Percept.Tests.Onnx.Gradients.OpCase;

namespace Percept.Tests.Onnx.Operators;

public sealed class RecurrentTests
{
    public static TheoryData<OpCase> Cases { get; } =
    [
        Op("LSTM").Input(3, 2, 4).Input(1, 12, 4).Input(1, 12, 3).Input(1, 24).With("hidden_size", 3).Giving(3),
        Op("LSTM").Input(3, 1, 4).Input(2, 12, 4).Input(2, 12, 3).Without().Without().Input(2, 1, 3).Input(2, 1, 3).With("hidden_size", 3).With("direction", "bidirectional").Giving(3),
        Op("LSTM").Input(4, 1, 2).Input(1, 8, 2).Input(1, 8, 2).With("hidden_size", 2).With("direction", "reverse"),
        Op("GRU").Input(3, 2, 4).Input(1, 9, 4).Input(1, 9, 3).Input(1, 18).With("hidden_size", 3).Giving(2),
        Op("GRU").Input(3, 1, 4).Input(2, 9, 4).Input(2, 9, 3).Input(2, 18).Without().Input(2, 1, 3).With("hidden_size", 3).With("direction", "bidirectional").With("linear_before_reset", 1).Giving(2),
        Op("RNN").Input(3, 2, 4).Input(1, 3, 4).Input(1, 3, 3).Input(1, 6).With("hidden_size", 3).Giving(2),
    ];

    [Theory, MemberData(nameof(Cases))]
    public void Recurrent_layers(OpCase each) => GradientCheck.Check(each);
}
