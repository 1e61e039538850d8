using Percept.Building;
using Percept.Files;
using Percept.Networks;

namespace Percept.Sharding;

/// <summary>A shard that is not there, or cannot be believed.</summary>
/// <param name="Shard">Its plan-wide index.</param>
/// <param name="Stage">Its stage.</param>
/// <param name="Reason">Why.</param>
sealed record MissingShard(int Shard, string Stage, string Reason);

/// <summary>The folder of a plan: the plan, the list of images, and the finished shards, whose valid files are the only truth about what is done.</summary>
sealed class PlanFolder
{
    const string PlanName = "plan.json", ListName = "images.list", ShardsName = "shards";

    readonly Device device;

    PlanFolder(string path, ShardPlan plan, Device? device = null) => (Path, Plan, this.device) = (path, plan, device ?? Device.Cpu);

    /// <summary>Where it is.</summary>
    public string Path { get; }

    /// <summary>The plan.</summary>
    public ShardPlan Plan { get; }

    /// <summary>Where the matching of all images is kept for those who optimise.</summary>
    internal string Joined => In(ShardsName, "joined.percept");

    /// <summary>Writes a plan to a folder; the same plan again changes nothing.</summary>
    /// <exception cref="BuildException">The folder holds another plan.</exception>
    public static PlanFolder Create(string path, ShardPlan plan, Dataset dataset)
    {
        var folder = new PlanFolder(System.IO.Path.GetFullPath(path), plan);
        var file = folder.In(PlanName);
        if (File.Exists(file))
        {
            var there = Open(path);
            if (there.Plan.Hash != plan.Hash)
                throw new BuildException($"'{path}' holds another plan (of {there.Plan.Identity.ModelName} on {there.Plan.Identity.Dataset}, {there.Plan.Shards} shards). Choose another folder, or delete this one.");
        }

        // The plan comes last: where it is, everything is.
        Directory.CreateDirectory(folder.In(ShardsName));
        AtomicFile.Write(folder.In(ListName), dataset.ToBytes());
        AtomicFile.Write(file, plan.ToBytes());
        return folder;
    }

    /// <summary>Opens the folder of a plan.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="model">Where the model lies, if not where it was planned.</param>
    /// <param name="images">Where the images lie, if not where it was planned.</param>
    /// <param name="device">Where the network runs; <see cref="Device.Cpu"/> where null.</param>
    /// <exception cref="BuildException">There is no plan, or none that can be followed.</exception>
    public static PlanFolder Open(string path, string? model = null, string? images = null, Device? device = null)
    {
        var file = System.IO.Path.Combine(path, PlanName);
        try
        {
            var plan = ShardPlan.Parse(File.ReadAllBytes(file), file);
            return new(System.IO.Path.GetFullPath(path), plan with { Model = model ?? plan.Model, Images = images ?? plan.Images }, device);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new BuildException($"There is no plan in '{path}'. `percept plan MODEL --images DIR -o {path}` makes one; if there was one, see that the folder is mounted.", inner: error);
        }
    }

    /// <summary>The shards that are not there, or cannot be believed, of all stages or of one.</summary>
    public IReadOnlyList<MissingShard> Missing(PlannedStage? of = null) =>
        [.. from stage in Plan.Stages where of is null || stage.Name == of.Name from shard in stage.Shards let why = Read(shard).Why where why is not null select new MissingShard(shard, stage.Name, why)];

    /// <summary>A place in the folder.</summary>
    internal string In(params ReadOnlySpan<string> names) => System.IO.Path.Combine([Path, .. names]);

    /// <summary>A shard's content, or why it cannot be believed.</summary>
    internal (byte[]? Content, string? Why) Read(int shard) => ShardFile.Read(FileOf(shard), HeaderOf(shard));

    /// <summary>Keeps a finished shard.</summary>
    /// <exception cref="BuildException">The folder has disappeared.</exception>
    internal void Write(int shard, byte[] content)
    {
        try
        {
            ShardFile.Write(FileOf(shard), HeaderOf(shard), content);
        }
        catch (DirectoryNotFoundException error)
        {
            throw new BuildException($"The folder of the plan '{Path}' has disappeared: the shards in it are kept, but not this one. See that it is mounted, and run the same command again.", canRetry: true, error);
        }
    }

    /// <summary>The network that was planned for.</summary>
    /// <exception cref="BuildException">It is not there, or is another.</exception>
    internal Network LoadNetwork()
    {
        if (!File.Exists(Plan.Model)) throw new BuildException($"The model '{Plan.Model}' is not there. Put it back, or say where it lies now with --model.");
        var network = Network.Load(Plan.Model, Plan.Preprocessing);
        return network.Model.Hash == Plan.Identity.ModelSha256 ? network.On(device)
            : throw new BuildException($"'{Plan.Model}' is not the model that was planned for (sha256 {network.Model.Hash[..12]}, not {Plan.Identity.ModelSha256[..12]}). Put that back, or plan anew.");
    }

    /// <summary>The images that were planned.</summary>
    /// <exception cref="BuildException">The list is damaged, or the images have disappeared.</exception>
    internal Dataset LoadDataset()
    {
        try
        {
            var dataset = Dataset.Read(File.ReadAllBytes(In(ListName)), Plan.Images);
            if (dataset.Hash == Plan.Identity.DatasetSha256) return dataset;
        }
        catch (Exception error) when (error is IOException or InvalidDataException or System.Text.Json.JsonException)
        {
            throw Damaged(error);
        }

        throw Damaged(null);
    }

    BuildException Damaged(Exception? inner) =>
        new($"The list of images '{In(ListName)}' is not the one that was planned: it is missing or damaged. The same `percept plan` command writes it anew.", inner: inner);

    ShardHeader HeaderOf(int shard) => new(Plan.Hash, Plan.StageOf(shard).Name, shard);

    string FileOf(int shard) => In(ShardsName, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{Plan.StageOf(shard).Name}-{shard:00000}.shard"));
}
