using Microsoft.Data.Sqlite;
using Percept.Atlases;
using Percept.Explorer;
using Percept.Tests.Atlases;

namespace Percept.Tests.Explorer;

public sealed class SiteExportTests : IDisposable
{
    readonly TemporaryFolder folder = new();
    readonly string atlas, site;

    public SiteExportTests() => (atlas, site) = (SampleAtlas.Build(folder["sample.percept"]), folder["site"]);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task An_export_is_written_again_in_place_and_leaves_nothing_beside_it()
    {
        var progress = new List<ExportProgress>();
        await SiteExport.ExportAsync(atlas, site, new Listener(progress.Add), TestContext.Current.CancellationToken);
        var first = Files();
        File.Delete(Path.Combine(site, "filters.html"));
        await SiteExport.ExportAsync(atlas, site + Path.DirectorySeparatorChar, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(first, Files());
        Assert.Equal(progress[^1].Total, progress[^1].Done);
        Assert.Equal(progress.Count, first.Length - 1);
        Assert.Equal(Drawing.Scene(3, 96), File.ReadAllBytes(Path.Combine(site, "images", "3.png")));
        Assert.Equal(["sample.percept", "site"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
    }

    [Fact]
    public async Task An_empty_folder_is_used_and_one_with_anything_of_somebody_s_is_refused_and_left_alone()
    {
        Directory.CreateDirectory(site);
        await SiteExport.ExportAsync(atlas, site, cancellationToken: TestContext.Current.CancellationToken);
        File.WriteAllText(Path.Combine(site, "units", "my notes.txt"), "mine");

        var error = await Assert.ThrowsAsync<SiteException>(() => SiteExport.ExportAsync(atlas, site, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains("holds files that no export wrote, such as 'units/my notes.txt'", error.Message, StringComparison.Ordinal);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(site, "units", "my notes.txt")));
    }

    [Fact]
    public async Task A_file_in_the_way_is_refused() =>
        Assert.Contains("is a file", (await Assert.ThrowsAsync<SiteException>(() => SiteExport.ExportAsync(atlas, atlas, cancellationToken: TestContext.Current.CancellationToken))).Message, StringComparison.Ordinal);

    [Fact]
    public async Task An_export_that_is_stopped_leaves_what_was_there()
    {
        await SiteExport.ExportAsync(atlas, site, cancellationToken: TestContext.Current.CancellationToken);
        var before = Files();
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => SiteExport.ExportAsync(atlas, site, new Listener(at => { if (at.Done == 10) stop.Cancel(); }), stop.Token));

        Assert.Equal(before, Files());
        Assert.Equal(2, Directory.GetFileSystemEntries(folder.Path).Length);
    }

    [Theory, InlineData("../../../escaped"), InlineData("../escaped"), InlineData("/escaped"), InlineData("a/../../escaped"), InlineData("a\\..\\escaped"), InlineData("A"), InlineData("")]
    public async Task An_atlas_that_names_a_path_out_of_the_site_is_refused_and_nothing_is_written(string name)
    {
        using (var connection = new SqliteConnection($"Data Source={atlas};Pooling=False"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = "INSERT INTO results VALUES ('picture/' || $name, x'00')";
            command.Parameters.AddWithValue("$name", name);
            command.ExecuteNonQuery();
        }

        var error = await Assert.ThrowsAsync<AtlasException>(() => SiteExport.ExportAsync(atlas, folder["deep/er/site"], cancellationToken: TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<AtlasException>(() => SiteServer.StartAsync(atlas, cancellationToken: TestContext.Current.CancellationToken));

        Assert.Contains($"'{name}'", error.Message, StringComparison.Ordinal);
        Assert.Equal(["sample.percept"], Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories).Select(Path.GetFileName));
    }

    [Fact]
    public async Task No_file_tells_where_the_atlas_was()
    {
        await SiteExport.ExportAsync(atlas, site, cancellationToken: TestContext.Current.CancellationToken);

        Assert.All(Files().Where(file => !file.EndsWith(".png", StringComparison.Ordinal)),
            file => Assert.DoesNotContain(folder.Path, File.ReadAllText(Path.Combine(site, file)), StringComparison.Ordinal));
    }

    string[] Files() => [.. Directory.EnumerateFiles(site, "*", SearchOption.AllDirectories).Select(file => Path.GetRelativePath(site, file)).Order()];

    sealed class Listener(Action<ExportProgress> hear) : IProgress<ExportProgress>
    {
        public void Report(ExportProgress value) => hear(value);
    }
}
