using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Percept.Visualization;

namespace Percept.Cli;

/// <summary>The kinds of options that verbs have; each says what it expects where it is given something else.</summary>
static class OptionOf
{
    /// <summary>A whole number.</summary>
    internal static Option<int?> Whole(string name, string description, int least) => new(name)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => int.TryParse(Text(result), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least
            ? number : Wrong<int?>(result, $"{name} takes a whole number from {least} up, not '{Text(result)}'."),
    };

    /// <summary>A whole number that need not be given; help says what it usually is.</summary>
    internal static Option<int> Whole(string name, string description, int least, int usual) => Usually(Whole(name, description, least), usual);

    /// <summary>A number above zero that need not be given; help says what it usually is.</summary>
    internal static Option<double> Positive(string name, string description, double usual) => Usually(Positive(name, description), usual);

    /// <summary>One of the names of an enumeration that need not be given; help says which it usually is.</summary>
    internal static Option<T> OneOf<T>(string name, string description, T usual) where T : struct, Enum => Usually(OneOf<T>(name, description), usual);

    /// <summary>A number above zero.</summary>
    internal static Option<double?> Positive(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result => double.TryParse(Text(result), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number > 0 && double.IsFinite(number)
            ? number : Wrong<double?>(result, $"{name} takes a number above 0, not '{Text(result)}'."),
    };

    /// <summary>A list of numbers with commas, such as <c>-1,1</c>; as many as one of the counts says, or any number of them.</summary>
    internal static Option<double[]?> Numbers(string name, string description, string form, params int[] counts) => new(name)
    {
        Description = description,
        HelpName = form,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Split(Text(result)) is { } numbers && (counts.Length == 0 || counts.Contains(numbers.Length))
            ? numbers : Wrong<double[]?>(result, $"{name} takes {(counts.Length == 0 ? "1 or more" : string.Join(" or ", counts))} number(s) separated by commas, such as {name}={form}, not '{Text(result)}'."),
    };

    /// <summary>The numbers of the network's other inputs, <c>NAME=NUMBERS</c> each.</summary>
    internal static Option<string[]> Inputs(string description, string form) => new("--input")
    {
        Description = description,
        HelpName = form,
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = false,
        CustomParser = result => result.Tokens.FirstOrDefault(token => token.Value.IndexOf('=', StringComparison.Ordinal) <= 0) is { } wrong
            ? Wrong<string[]>(result, $"--input takes the name of an input, = and its numbers, such as --input im_shape=224,224, not '{wrong.Value}'.")! : [.. result.Tokens.Select(token => token.Value)],
    };

    /// <summary>By name, what <see cref="Inputs"/> was given; null where that is nothing. The name ends at the last =.</summary>
    internal static Dictionary<string, string>? InputsOf(IReadOnlyCollection<string> given) => given.Count == 0 ? null
        : given.GroupBy(text => text[..text.LastIndexOf('=')], StringComparer.Ordinal).ToDictionary(same => same.Key, same => same.Last()[(same.Key.Length + 1)..], StringComparer.Ordinal);

    /// <summary>Height and width in pixels, or one number for both.</summary>
    internal static Option<int[]?> Size(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "H,W",
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Split(Text(result)) is [..] and { Length: 1 or 2 } size && size.All(pixels => pixels is >= 1 and <= 16384 && pixels == Math.Floor(pixels))
            ? [(int)size[0], (int)size[^1]] : Wrong<int[]?>(result, $"{name} takes a height and a width from 1 to 16384 pixels, such as {name}=224,224, not '{Text(result)}'."),
    };

    /// <summary>One of the names of an enumeration.</summary>
    internal static Option<T?> OneOf<T>(string name, string description) where T : struct, Enum
    {
        var names = Enum.GetNames<T>().Select(known => known.ToLowerInvariant()).ToArray();
        var option = new Option<T?>(name)
        {
            Description = description,
            HelpName = string.Join('|', names),
            CustomParser = result => names.Contains(Text(result).ToLowerInvariant()) && Enum.TryParse<T>(Text(result), ignoreCase: true, out var value)
                ? value : Wrong<T?>(result, $"{name} takes {string.Join(", ", names[..^1])} or {names[^1]}, not '{Text(result)}'."),
        };
        option.CompletionSources.Add(names);
        return option;
    }

    /// <summary>Objectives, as many as are given.</summary>
    internal static Option<Objective[]> Objectives(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "OBJECTIVE",
        Required = true,
        AllowMultipleArgumentsPerToken = true,
        Arity = ArgumentArity.OneOrMore,
        CustomParser = result => [.. result.Tokens.Select(token => Read(result, token.Value)!)],
    };

    /// <summary>An objective.</summary>
    internal static Option<Objective> OneObjective(string name, string description, bool required = true) => new(name)
    {
        Description = description,
        HelpName = "OBJECTIVE",
        Required = required,
        Arity = ArgumentArity.ExactlyOne,
        CustomParser = result => Read(result, Text(result)),
    };

    /// <summary>Layers, as many as are given.</summary>
    internal static Option<string[]> Layers(string description) => new("--layer") { Description = description, HelpName = "LAYER", AllowMultipleArgumentsPerToken = true };

    /// <summary>A file or folder that is given by name.</summary>
    internal static Option<string> Path(string name, string description, string form, bool required, params string[] aliases) =>
        new(name, aliases) { Description = description, HelpName = form, Required = required };

    /// <summary>Where a file goes that must have one of some extensions.</summary>
    internal static Option<string> OutputFile(string description, bool required, params string[] extensions)
    {
        var option = Path("--output", description, $"FILE{extensions[0]}", required, "-o");
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !extensions.Contains(System.IO.Path.GetExtension(token.Value), StringComparer.OrdinalIgnoreCase))
                result.AddError($"--output takes a file that ends in {string.Join(" or ", extensions)}, not '{token.Value}'.");
        });
        return option;
    }

    static Option<T> Usually<T>(Option<T?> option, T usual) where T : struct
    {
        var always = new Option<T>(option.Name)
        {
            Description = option.Description,
            HelpName = option.HelpName,
            CustomParser = result => option.CustomParser!(result) ?? usual,
            DefaultValueFactory = _ => usual,
        };
        always.CompletionSources.AddRange(option.CompletionSources);
        return always;
    }

    static double[]? Split(string text)
    {
        var numbers = new List<double>();
        foreach (var part in text.Split(','))
        {
            if (!double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number)) return null;
            numbers.Add(number);
        }

        return [.. numbers];
    }

    static string Text(ArgumentResult result) => result.Tokens.Count == 0 ? "" : result.Tokens[^1].Value;

    static Objective? Read(ArgumentResult result, string text)
    {
        try
        {
            return Objective.Parse(text, CultureInfo.InvariantCulture);
        }
        catch (FormatException error)
        {
            return Wrong<Objective>(result, error.Message);
        }
    }

    static T? Wrong<T>(ArgumentResult result, string sentence)
    {
        result.AddError(sentence);
        return default;
    }
}
