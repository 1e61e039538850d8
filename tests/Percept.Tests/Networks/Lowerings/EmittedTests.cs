using Percept.Tests.Onnx.Gradients;

namespace Percept.Tests.Networks.Lowerings;

/// <summary>What is run on the CPU of the gradients of a few usual pieces, so that a change of it is seen in review.</summary>
public sealed class EmittedTests
{
    public static TheoryData<string> Pieces => EmittedGraphTests.Pieces;

    [Theory, MemberData(nameof(Pieces))]
    public void The_lowered_gradient_of_a_piece_is_the_graph_that_was_reviewed(string piece) =>
        CommittedPage.AssertIs($"tests/Percept.Tests/Networks/Lowerings/Emitted/{piece}.txt", GraphText.Of(Lowered.Of(EmittedGraphTests.GradientOf(piece))));

    [Theory, MemberData(nameof(Pieces))]
    public void It_gives_the_same_numbers(string piece) => Lowered.Agrees(EmittedGraphTests.GradientOf(piece), 1e-6);
}
