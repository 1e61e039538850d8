namespace Percept.Museum.Tests;

public sealed class MuseumPageTests
{
    [Fact]
    public void The_page_has_a_row_for_each_file() => Assert.Equal(Exhibits.All.Select(exhibit => exhibit.Name), MuseumPage.Names);
}
