using System.Text;

namespace Percept.Tests.Onnx.Conformance;

/// <summary>What one case came to.</summary>
sealed record CaseResult(string Operator, string Name, Reading Reading, Differentiation Gradient);

/// <summary>The page that says how ONNX's own tests fare.</summary>
static class CaseReport
{
    internal static string Of(IReadOnlyCollection<CaseResult> results)
    {
        var page = new StringBuilder();
        page.AppendLine($"""
            # ONNX's own operator tests

            The ONNX project comes with a test for every operator: a small model, inputs, and what it must give. Each goes through Percept's reader, shape inference and folding and is written again, three times: as the file has it, with its settings (axes, sizes, scales) known, and with all inputs known; ONNX Runtime must then give the expected outputs (within 1e-3, relative). Every shape that was inferred must be that of the computed tensor. Where there is a gradient rule, the model's gradient must agree with differences along its own direction and random ones; a test that lies on a kink or a tie is moved a little.

            Of {results.Count} cases (Debian's libonnx-testdata, version 1.12.0) **{results.Count(each => each.Reading.IsEqual)} are equal**, in {results.Count(each => each.Reading.AllShapes)} of them every shape is known before they run, and for **{results.Count(each => each.Gradient.Agrees)} the gradient agrees**. None differs. The others are listed below, each with the reason.

            This page is held to the code by a test. `PERCEPT_UPDATE=1 dotnet test -c Release` writes it anew.

            ## By operator

            | operator | cases | equal | all shapes known | gradient agrees | no gradient by rule for the inputs |
            |---|---|---|---|---|---|
            """);
        foreach (var group in results.GroupBy(each => each.Operator).OrderBy(group => group.Key == "several").ThenBy(group => group.Key, StringComparer.Ordinal))
            page.AppendLine($"| {group.Key} | {group.Count()} | {group.Count(each => each.Reading.IsEqual)} | {group.Count(each => each.Reading.AllShapes)} | {group.Count(each => each.Gradient.Agrees)} | {string.Join(", ", group.SelectMany(each => each.Gradient.Constant).Distinct().Order(StringComparer.Ordinal))} |");

        page.AppendLine().AppendLine("`several`: networks of several operators, exported by PyTorch, and cases that state an operator in simpler ones.");
        List(page, "Not compared", results.Where(each => !each.Reading.IsEqual).Select(each => (each.Name, each.Reading.LeftOut ?? each.Reading.Wrong!)));
        List(page, "Equal, but not every shape known before it runs", results.Where(each => each.Reading is { IsEqual: true, AllShapes: false }).Select(each => (each.Name, each.Operator)));
        List(page, "Equal, but the gradient not checked", results.Where(each => each.Reading.IsEqual && !each.Gradient.Agrees).Select(each => (each.Name, each.Gradient.LeftOut ?? each.Gradient.Wrong!)));
        return page.ToString().ReplaceLineEndings("\n");
    }

    static void List(StringBuilder page, string title, IEnumerable<(string Name, string Reason)> cases)
    {
        page.AppendLine().AppendLine($"## {title}").AppendLine();
        foreach (var group in cases.GroupBy(each => each.Reason).OrderBy(group => group.Key, StringComparer.Ordinal))
            page.AppendLine($"- {group.Key} ({group.Count()}): {string.Join(", ", group.Select(each => each.Name["test_".Length..]).Order(StringComparer.Ordinal))}");
    }
}
