using System.IO.Compression;
using System.Security.Cryptography;
using System.Text;
using Percept.Building;
using Percept.Sharding;
using Percept.Tests.Cli;

namespace Percept.Tests.Sharding;

/// <summary>Plans and shards that do not belong to what they are given with.</summary>
public sealed class PlanRefusalTests : IDisposable
{
    readonly PlannedWork work = new();

    public void Dispose() => work.Dispose();

    string PlanFile => Path.Combine(work.Plan, "plan.json");

    [Fact]
    public async Task An_index_beyond_the_plan()
    {
        await work.PlanAsync("--shards", "2");

        Assert.Contains("There is no shard 99: the plan has ", (await work.WorkAsync(99)).Refused());
    }

    [Fact]
    public async Task A_folder_without_a_plan_or_with_one_of_another_form()
    {
        Assert.Contains("There is no plan in", (await PerceptCommand.RunAsync("work", work.Plan, "--shard", "0")).Refused());
        await work.PlanAsync("--shards", "2");
        var text = File.ReadAllText(PlanFile);

        foreach (var other in (int[])[1, 3])
        {
            File.WriteAllText(PlanFile, text.Replace("\"format\": 2", $"\"format\": {other}", StringComparison.Ordinal));
            Assert.Contains($"is a plan of form {other}, and this percept follows form 2", (await work.WorkAsync(0)).Refused());
        }

        File.WriteAllText(PlanFile, text.Replace("\"steps\": 6", "\"steps\": 7", StringComparison.Ordinal));
        Assert.Contains("was changed since it was written", (await work.WorkAsync(0)).Refused());
        File.WriteAllText(PlanFile, text[..^40]);
        Assert.Contains("is not a plan", (await work.WorkAsync(0)).Refused());
    }

    [Fact]
    public async Task A_stage_whose_name_would_lead_out_of_the_folder()
    {
        await work.PlanAsync("--shards", "2");
        var plan = ShardPlan.Parse(File.ReadAllBytes(PlanFile), PlanFile);
        plan = plan with { Hash = "", Stages = [plan.Stages[0] with { Name = "../../escaped" }, .. plan.Stages.Skip(1)] };
        plan = plan with { Hash = Convert.ToHexStringLower(SHA256.HashData((plan with { Model = "", Images = "" }).ToBytes())) };
        File.WriteAllBytes(PlanFile, plan.ToBytes());

        Assert.Contains("'../../escaped'", (await work.WorkAsync(0)).Refused());
    }

    [Fact]
    public void A_list_that_names_what_is_not_in_the_folder()
    {
        using var list = new MemoryStream();
        using (var text = new StreamWriter(new BrotliStream(list, CompressionLevel.Optimal))) text.WriteLine("""[1,"../../secret.png"]""");

        Assert.Contains("secret.png", Assert.Throws<InvalidDataException>(() => Dataset.Read(list.ToArray(), work.Images)).Message);
    }

    [Fact]
    public async Task Another_model_or_list_of_images()
    {
        await work.PlanAsync("--shards", "2");
        var other = TinyNetwork.Write(work.Folder, "other.onnx", TinyNetwork.Model(activation: "Tanh"));

        Assert.Contains("is not the model that was planned for", (await PerceptCommand.RunAsync("work", work.Plan, "--shard", "0", "--model", other)).Refused());
        Assert.Contains("is not there", (await PerceptCommand.RunAsync("work", work.Plan, "--shard", "0", "--model", work.Folder["gone.onnx"])).Refused());
        File.WriteAllBytes(Path.Combine(work.Plan, "images.list"), [1, 2, 3]);
        Assert.Contains("is not the one that was planned", (await work.WorkAsync(0)).Refused());
    }

    [Fact]
    public async Task Shards_of_another_plan_are_not_merged_and_another_plan_is_not_overwritten()
    {
        await work.PlanAsync("--shards", "2");
        (await work.WorkAsync(0)).Assert(0);
        var foreign = File.ReadAllBytes(work.ShardFile(0));
        Directory.Move(work.Plan, work.Folder["first"]);
        await work.PlanAsync("--shards", "2", "--top", "3");
        File.WriteAllBytes(Path.Combine(work.Plan, "shards", "matching-00000.shard"), foreign);

        Assert.Contains("Shard 0 (matching) is missing: its file belongs to another plan.", (await work.MergeAsync()).Assert(1).Messages);
        Assert.Contains("holds another plan", (await PerceptCommand.RunAsync(["plan", work.Model, "--images", work.Images, .. PlannedWork.Wanted, "-o", work.Plan])).Refused());
        await work.PlanAsync("--shards", "2", "--top", "3");
    }

    [Fact]
    public async Task A_merge_over_something_else()
    {
        var shards = await work.PlanAsync("--shards", "1");
        await work.WorkAllAsync(shards);
        work.Folder.Write("merged.percept", Encoding.UTF8.GetBytes("thesis"));
        Assert.Contains("is not an atlas", (await work.MergeAsync()).Refused());
        Assert.Equal("thesis", File.ReadAllText(work.Folder["merged.percept"]));

        var other = TinyNetwork.Write(work.Folder, "other.onnx", TinyNetwork.Model(activation: "Tanh"));
        (await PerceptCommand.RunAsync("match", other, "--images", work.Images, "--size=32", "-o", work.Folder["other.percept"])).Assert(0);
        Assert.Contains("is the atlas of other.onnx", (await work.MergeAsync("other.percept")).Refused());
    }

    [Theory]
    [InlineData("SLURM_ARRAY_TASK_ID", "7", 7)]
    [InlineData("JOB_COMPLETION_INDEX", "0", 0)]
    [InlineData("AWS_BATCH_JOB_ARRAY_INDEX", "12", 12)]
    [InlineData("SGE_TASK_ID", "1", 0)]
    [InlineData("SGE_TASK_ID", "undefined", null)]
    [InlineData("PBS_ARRAY_INDEX", "3", 3)]
    [InlineData("HOME", "3", null)]
    public void Each_scheduler_says_the_index_in_its_own_way(string variable, string value, int? index) =>
        Assert.Equal(index, ShardIndex.From(name => name == variable ? value : null));

    [Fact]
    public void An_index_that_is_none_is_told() =>
        Assert.Contains("SGE_TASK_ID is '0'", Assert.Throws<Percept.Building.BuildException>(() => ShardIndex.From(name => name == "SGE_TASK_ID" ? "0" : null)).Message);

    [Fact]
    public async Task No_index_at_all() => Assert.Contains("Give --shard or --all", (await NoIndexAsync()).Messages);

    async Task<Ran> NoIndexAsync()
    {
        await work.PlanAsync("--shards", "2");
        return (await PerceptCommand.RunAsync("work", work.Plan)).Assert(2);
    }
}
