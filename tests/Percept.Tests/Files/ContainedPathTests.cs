using Percept.Files;

namespace Percept.Tests.Files;

public sealed class ContainedPathTests
{
    [Theory, InlineData("a.png"), InlineData("answers/deep/a.png"), InlineData("a/../b.png"), InlineData("..a"), InlineData("/etc/passwd")]
    public void A_name_leads_into_the_folder(string name) => Assert.StartsWith(Path.GetFullPath("site") + Path.DirectorySeparatorChar, ContainedPath.Of("site", name), StringComparison.Ordinal);

    [Theory, InlineData("../a.png"), InlineData("answers/../../a.png"), InlineData("../site.html"), InlineData(".."), InlineData("."), InlineData(""), InlineData("a\0b")]
    public void A_name_does_not_lead_out_of_the_folder(string name) => Assert.Null(ContainedPath.Of("site", name));

    [Fact]
    public void The_root_is_a_folder_too() => Assert.Equal(Path.GetFullPath("/a"), ContainedPath.Of("/", "a"));
}
