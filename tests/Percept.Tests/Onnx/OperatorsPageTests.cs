namespace Percept.Tests.Onnx;

public sealed class OperatorsPageTests
{
    [Fact]
    public void The_page_of_operators_says_what_the_code_does() => CommittedPage.AssertIs("docs/operators.md", OperatorsPage.Make());
}
