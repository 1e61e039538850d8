using System.Collections.Concurrent;

namespace Percept.Tests.Onnx.Conformance;

public sealed class ConformanceTests
{
    /// <summary>The cases that the page is about: other versions of the package have others.</summary>
    const int Cases = 1072;

    [Fact]
    public void Every_operator_test_of_ONNX_fares_as_the_page_says()
    {
        var cases = OnnxCase.All();
        var results = new ConcurrentBag<CaseResult>();
        Parallel.ForEach(cases, each => results.Add(Result(each)));

        var wrong = results.Select(each => (each.Name, Sentence: each.Reading.Wrong ?? each.Gradient.Wrong)).Where(each => each.Sentence is not null).ToArray();
        Assert.True(wrong.Length == 0, string.Join('\n', wrong.Order()));
        if (cases.Length == Cases) CommittedPage.AssertIs("docs/operator-cases.md", CaseReport.Of([.. results.OrderBy(each => each.Name, StringComparer.Ordinal)]));
    }

    static CaseResult Result(OnnxCase each)
    {
        var reading = Reading.Of(each);
        return new(each.Operator, each.Name, reading, reading.IsEqual ? Differentiation.Of(each) : new("not compared"));
    }
}
