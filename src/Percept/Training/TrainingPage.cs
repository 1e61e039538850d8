using System.Globalization;
using System.Net;
using System.Text;

namespace Percept.Training;

/// <summary>A training's page: its curves, refreshed after each epoch, and in the end its report. It needs no server and no script.</summary>
static class TrainingPage
{
    const int Width = 640, Height = 260, Margin = 44, Seconds = 5;

    const string Style = """
        body { font: 16px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #222; background: #fff }
        h1 { font-size: 1.5rem } h2 { font-size: 1.1rem; margin-top: 2rem } svg { max-width: 100%; height: auto } pre { overflow-x: auto; background: #f5f5f5; padding: 1rem; font-size: .85rem }
        table { border-collapse: collapse } td, th { padding: .3rem .8rem; text-align: right; border: 1px solid #ddd } th { font-weight: 600 }
        @media (prefers-color-scheme: dark) { body { background: #16181c; color: #ddd } pre { background: #22252b } td, th { border-color: #444 } }
        """;

    internal static string Of(string name, IReadOnlyList<Epoch> done, int epochs, TrainingReport? report)
    {
        var title = WebUtility.HtmlEncode($"Training of {name}");
        var page = new StringBuilder($"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n");
        if (report is null) page.Append(CultureInfo.InvariantCulture, $"<meta http-equiv=\"refresh\" content=\"{Seconds}\">\n");
        page.Append(CultureInfo.InvariantCulture, $"<style>{Style}</style>\n</head>\n<body>\n<h1>{title}</h1>\n");
        page.Append(CultureInfo.InvariantCulture, $"<p>{(report is null ? "Under way" : "Done")}: {done.Count} of {epochs} epochs{(done.Count == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $", balanced accuracy {100 * done[^1].BalancedAccuracy:F1} % on the held-out images"))}.</p>\n");
        page.Append("<h2>Loss</h2>\n").Append(Chart(epochs, null, ("while training", "#d55e00", [.. done.Select(epoch => epoch.Loss)]), ("held out", "#0072b2", [.. done.Select(epoch => epoch.HeldOutLoss)])));
        page.Append("<h2>Accuracy</h2>\n").Append(Chart(epochs, 1, ("while training", "#d55e00", [.. done.Select(epoch => epoch.Accuracy)]), ("held out", "#0072b2", [.. done.Select(epoch => epoch.HeldOutAccuracy)]), ("held out, balanced", "#009e73", [.. done.Select(epoch => epoch.BalancedAccuracy)])));
        if (report is not null) page.Append("<h2>Confusion</h2>\n").Append(Confusion(report)).Append("<h2>Report</h2>\n<pre>").Append(WebUtility.HtmlEncode(ReportText.Of(report))).Append("</pre>\n");
        return page.Append("</body>\n</html>\n").ToString();
    }

    static string Chart(int epochs, double? top, params (string Name, string Colour, double[] Values)[] curves)
    {
        var finite = curves.SelectMany(curve => curve.Values).Where(double.IsFinite).ToArray();
        var (low, high) = (top is null ? 0 : Math.Max(0, Math.Floor((finite.DefaultIfEmpty(0).Min() * 10) - 0.5) / 10), top ?? finite.DefaultIfEmpty(1).Max() * 1.05);
        double X(double epoch) => Margin + ((Width - Margin - 8) * (epoch - 1) / Math.Max(1, epochs - 1));
        double Y(double value) => Height - 28 - ((Height - 40) * (value - low) / Math.Max(1e-9, high - low));
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" role=\"img\" aria-label=\"{string.Join(", ", curves.Select(curve => curve.Name))} by epoch\" font-size=\"12\" fill=\"currentColor\">\n");
        for (var i = 0; i <= 4; i++)
        {
            var value = low + ((high - low) * i / 4);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Margin}\" x2=\"{Width - 8}\" y1=\"{Y(value):F1}\" y2=\"{Y(value):F1}\" stroke=\"currentColor\" opacity=\"0.15\"/><text x=\"{Margin - 6}\" y=\"{Y(value) + 4:F1}\" text-anchor=\"end\">{value:0.00}</text>\n");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Margin}\" y=\"{Height - 8}\">epoch 1</text><text x=\"{Width - 8}\" y=\"{Height - 8}\" text-anchor=\"end\">{epochs}</text>\n");
        for (var i = 0; i < curves.Length; i++)
        {
            var (name, colour, values) = curves[i];
            var points = string.Join(' ', values.Select((value, at) => (value, at)).Where(each => double.IsFinite(each.value)).Select(each => string.Create(CultureInfo.InvariantCulture, $"{X(each.at + 1):F1},{Y(each.value):F1}")));
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{points}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/><text x=\"{Margin + 80 + (i * 150)}\" y=\"{Height - 8}\" fill=\"{colour}\">{name}</text>\n");
        }

        return svg.Append("</svg>\n").ToString();
    }

    static string Confusion(TrainingReport report)
    {
        var names = report.Classes.Select(WebUtility.HtmlEncode).ToArray();
        var table = new StringBuilder("<table>\n<tr><th>is \\ was given</th>").AppendJoin("", names.Select(name => $"<th>{name}</th>")).Append("</tr>\n");
        foreach (var (name, row) in names.Zip(report.Quality.Confusion)) table.Append(CultureInfo.InvariantCulture, $"<tr><th>{name}</th>{string.Concat(row.Select(count => $"<td>{count}</td>"))}</tr>\n");
        return table.Append("</table>\n").ToString();
    }
}
