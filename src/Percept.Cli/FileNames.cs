using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;

namespace Percept.Cli;

/// <summary>File names for things whose own names may hold anything.</summary>
static partial class FileNames
{
    const int Longest = 48;

    /// <summary>A name that every file system takes: what can be read of <paramref name="text"/>, and a short hash that keeps different things apart.</summary>
    /// <param name="text">What it is, for people.</param>
    /// <param name="identity">What else it depends on.</param>
    internal static string Of(string text, string identity = "")
    {
        var slug = Unsafe().Replace(text, "-").Trim('-', '.');
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{text}\n{identity}")).AsSpan(0, 4));
        return $"{slug[..Math.Min(slug.Length, Longest)].TrimEnd('-', '.')}-{hash}".TrimStart('-');
    }

    [GeneratedRegex("[^A-Za-z0-9._]+")]
    private static partial Regex Unsafe();
}
