using System.CommandLine;
using Percept.Networks;
using Percept.Scheduling;

namespace Percept.Cli;

/// <summary>Where networks run, and on how many processors: the same on every verb that runs one.</summary>
sealed class DeviceOptions
{
    readonly Option<string> device = new("--device")
    {
        Description = "Where the network runs; by default on a GPU where this build and machine have one, else on the CPU.",
        HelpName = string.Join('|', Device.Names),
        DefaultValueFactory = _ => Device.Names[0],
    };

    readonly Option<int?> threads = OptionOf.Whole("--threads", "How many processors are used at most; all that this process may use by default.", least: 1);

    internal DeviceOptions() => device.AcceptOnlyFromAmong([.. Device.Names]);

    /// <summary>Adds the options to a verb, behind its own.</summary>
    internal void AddTo(Verb verb)
    {
        verb.Add(device);
        verb.Add(threads);
    }

    /// <summary>The device.</summary>
    /// <exception cref="DeviceException">It cannot be used here.</exception>
    internal Device Of(ParseResult parsed)
    {
        var found = Device.Of(parsed.GetValue(device)!);
        if (parsed.GetValue(threads) is not { } count) return found;
        MathNet.Numerics.Control.MaxDegreeOfParallelism = count;
        return found.With(new Processors(count));
    }

    /// <summary>The options for another process that does a part of the work; how many processors it has is said elsewhere.</summary>
    internal IEnumerable<string> Again(ParseResult parsed) => parsed.GetResult(device) is { Implicit: false } ? [device.Name, parsed.GetValue(device)!] : [];
}
