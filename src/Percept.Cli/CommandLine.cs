using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using Percept.Cli.Verbs;

namespace Percept.Cli;

/// <summary>The command and its verbs.</summary>
static class CommandLine
{
    /// <summary>How long work may go on after Ctrl+C to save what is finished.</summary>
    static readonly TimeSpan saving = TimeSpan.FromSeconds(30);

    /// <summary>Runs a command line.</summary>
    /// <param name="args">What was typed after the command's name.</param>
    /// <param name="data">Where data goes: standard output.</param>
    /// <param name="messages">Where progress and messages go: standard error.</param>
    /// <param name="cancellationToken">Ends it as Ctrl+C does.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    internal static async Task<int> RunAsync(IReadOnlyList<string> args, TextWriter data, TextWriter messages, CancellationToken cancellationToken = default)
    {
        // File and layer names may begin with @ or hold several options' letters.
        var parsed = Root().Parse(args, new() { EnablePosixBundling = false, ResponseFileTokenReplacer = null });
        if (parsed.Action is ParseErrorAction) return UsageErrors.Print(parsed, messages);
        return await parsed.InvokeAsync(
            new() { Output = data, Error = messages, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = saving }, cancellationToken);
    }

    /// <summary>The command with its verbs, in the order in which a newcomer meets them.</summary>
    internal static RootCommand Root()
    {
        var root = new RootCommand("Percept shows the features of a trained vision network: what its units respond to, how that was found, and how far it can be trusted.")
        {
            new DemoVerb(), new InspectVerb(), new FiltersVerb(), new MatchVerb(), new OptimizeVerb(), new AtlasVerb(),
            new ShowVerb(), new WatchVerb(), new FigureVerb(), new ServeVerb(), new ExportVerb(), new LevelsVerb(), new EigenimagesVerb(), new ExplainVerb(), new InvertVerb(), new GroupsVerb(),
            new ActivationAtlasVerb(), new ConceptsVerb(), new TrainVerb(), new GradientVerb(), new MeasureVerb(), new PlanVerb(), new WorkVerb(), new MergeVerb(), new SubmitVerb(),
        };
        root.HelpName = "percept";
        var help = new ExamplesFirst();
        root.Options.OfType<HelpOption>().Single().Action = help;
        root.SetAction(help.Invoke);
        return root;
    }
}
