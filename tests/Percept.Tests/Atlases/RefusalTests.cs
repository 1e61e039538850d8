using Microsoft.Data.Sqlite;
using Percept.Atlases;

namespace Percept.Tests.Atlases;

public sealed class RefusalTests : IDisposable
{
    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    string Sample() => SampleAtlas.Build(folder["a.percept"]);

    [Fact]
    public void A_file_that_is_not_there_is_refused()
    {
        AssertRefused("There is no atlas at", () => Atlas.OpenRead(folder["none.percept"]));
        AssertRefused("There is no atlas at", () => Atlas.OpenRead(folder.Path));
    }

    [Theory, InlineData(""), InlineData("hello"), InlineData("a text that is longer than the hundred bytes of an SQLite header, so that no early end of file can be what is noticed")]
    public void A_file_that_is_no_atlas_is_refused_and_left_alone(string content)
    {
        File.WriteAllText(folder["notes.txt"], content);

        AssertRefused("is not an atlas", () => Atlas.OpenRead(folder["notes.txt"]));
        if (content.Length > 0)
        {
            AssertRefused("is not an atlas", () => Atlas.OpenWrite(folder["notes.txt"], SampleAtlas.Identity));
            Assert.Equal(content, File.ReadAllText(folder["notes.txt"]));
        }
        Assert.Equal(["notes.txt"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Another_application_s_database_is_refused()
    {
        Sql(folder["other.db"], "CREATE TABLE notes (text)");

        AssertRefused("is not an atlas", () => Atlas.OpenRead(folder["other.db"]));
        AssertRefused("is not an atlas", () => Atlas.OpenWrite(folder["other.db"], SampleAtlas.Identity));
    }

    [Fact]
    public void Another_version_is_refused()
    {
        Sql(Sample(), "PRAGMA user_version = 9");

        AssertRefused("is an atlas of format 9, and this percept reads format 4", () => Atlas.OpenRead(folder["a.percept"]));
        AssertRefused("is an atlas of format 9", () => Atlas.OpenWrite(folder["a.percept"], SampleAtlas.Identity));
    }

    [Fact]
    public void Another_network_dataset_input_or_preprocessing_is_refused()
    {
        var (path, same) = (Sample(), SampleAtlas.Identity);

        AssertRefused("is the atlas of sample <b>net</b>.onnx (sha256 aaaaaaaaaaaa), not of other.onnx (sha256 bbb)",
            () => Atlas.OpenWrite(path, same with { ModelName = "other.onnx", ModelSha256 = "bbb" }));
        AssertRefused("was made with 24 drawn scenes", () => Atlas.OpenWrite(path, same with { Dataset = "9 cats", DatasetSha256 = "c" }));
        AssertRefused("was made for an input of 3 x 96 x 96 (NCHW), not of 3 x 96 x 64 (NCHW)", () => Atlas.OpenWrite(path, same with { InputWidth = 64 }));
        AssertRefused("was made with the preprocessing", () => Atlas.OpenWrite(path, same with { Preprocessing = new() }));
        Atlas.OpenWrite(path, same with { ToolVersion = "9.9", Seed = 1, Command = "another" }).Dispose();
    }

    [Fact]
    public async Task A_second_writer_waits_and_is_refused_and_may_come_later()
    {
        var first = Atlas.OpenWrite(folder["a.percept"], SampleAtlas.Identity);

        AssertRefused("Another process is writing", () => Atlas.OpenWrite(folder["a.percept"], SampleAtlas.Identity, TimeSpan.FromMilliseconds(200)), canRetry: true);

        var waiting = Task.Run(() => Atlas.OpenWrite(folder["a.percept"], SampleAtlas.Identity), TestContext.Current.CancellationToken);
        await Task.Delay(100, TestContext.Current.CancellationToken);
        first.Dispose();
        (await waiting).Dispose();
        Assert.Equal(["a.percept"], Directory.GetFiles(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void A_full_disk_keeps_everything_written_before()
    {
        using (var atlas = Atlas.OpenWrite(Sample(), SampleAtlas.Identity))
        {
            atlas.Execute("PRAGMA max_page_count = 1");   // as many pages as there are
            AssertRefused("is full", () => atlas.Write(new("too much"), t => t.PutFigure(new byte[1 << 20])), canRetry: true);
            Assert.False(atlas.IsDone(new("too much")));
            Assert.Equal(Drawing.Pattern(1, 320), atlas.Figure());

            atlas.Execute("PRAGMA max_page_count = 100000");
            atlas.Write(new("too much"), t => t.PutFigure(new byte[1 << 20]));
        }

        using var again = Atlas.OpenRead(folder["a.percept"]);
        Assert.Equal(1 << 20, again.Figure()!.Length);
    }

    [Fact]
    public void A_truncated_atlas_is_refused_in_a_sentence()
    {
        using (var file = File.OpenWrite(Sample())) file.SetLength(file.Length / 3);

        AssertRefused("is damaged", () =>
        {
            using var atlas = Atlas.OpenRead(folder["a.percept"]);
            foreach (var layer in atlas.Layers()) atlas.Examples(layer.Index);
            foreach (var image in atlas.Optimized()) atlas.OptimizedPng(image.Id);
        });
    }

    [Fact]
    public void A_read_only_atlas_in_a_read_only_folder_opens()
    {
        var path = Sample();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(path, UnixFileMode.UserRead);
            File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        using (var atlas = Atlas.OpenRead(path)) Assert.Equal(4, atlas.Layers().Count);

        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(folder.Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    static void AssertRefused(string sentence, Action action, bool canRetry = false)
    {
        var error = Assert.Throws<AtlasException>(action);
        Assert.Contains(sentence, error.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", error.Message, StringComparison.Ordinal);
        Assert.Equal(canRetry, error.CanRetry);
    }

    static void Sql(string path, string sql)
    {
        using var connection = new SqliteConnection($"Data Source={path};Pooling=False");
        connection.Open();
        using var command = new SqliteCommand(sql, connection);
        command.ExecuteNonQuery();
    }
}
