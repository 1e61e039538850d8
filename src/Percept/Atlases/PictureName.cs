using System.Text.RegularExpressions;

namespace Percept.Atlases;

/// <summary>What a picture of an answer may be called. The name becomes a path in an exported site and an address in a served one, so it is checked when it is written and when it is read.</summary>
static partial class PictureName
{
    internal static bool IsPlain(string name) => Plain().IsMatch(name);

    [GeneratedRegex(@"^[a-z0-9-]+(/[a-z0-9-]+)*\z")]
    private static partial Regex Plain();
}
