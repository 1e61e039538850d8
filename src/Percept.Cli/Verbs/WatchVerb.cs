using System.CommandLine;
using Percept.Atlases;
using Percept.Files;
using Percept.Imaging;
using Percept.Watching;

namespace Percept.Cli.Verbs;

/// <summary>What fires on an image, and where.</summary>
sealed class WatchVerb : Verb
{
    const int Top = 5;

    readonly ModelOptions model = new();
    readonly Argument<string> images = new("IMAGE|FOLDER") { Description = "An image, or a folder of images." };
    readonly Option<string> atlasFile = CommonOptions.Atlas("Units are then compared with their activations on the atlas's images, and shown with their pictures.");
    readonly Option<int> top = CommonOptions.TopUnits(Top);
    readonly Option<string> file = OptionOf.Path("--output", "The picture to write. A .png file or, for a folder of images, a folder.", "FILE.png|DIR", required: false, "-o");

    internal WatchVerb() : base(
        "watch", "Shows which units of each layer fire most on an image, compared with their usual activations, and draws where.",
        "percept watch model.onnx cat.jpg", "percept watch model.onnx cat.jpg --atlas model.percept -o cat.png", "percept watch model.onnx photos --json")
    {
        file.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && Path.GetExtension(token.Value) is not "" and var extension && !extension.Equals(".png", StringComparison.OrdinalIgnoreCase))
                result.AddError($"--output takes a .png file or, for a folder of images, a folder, not '{token.Value}'.");
        });
        Add(model.Model);
        Add(images);
        foreach (var option in new Option[] { atlasFile, top, file, Json }) Add(option);
        model.AddTo(this);
    }

    protected override Task<int> RunAsync(ParseResult parsed, Output output, CancellationToken cancellationToken)
    {
        var (path, count, target) = (parsed.GetRequiredValue(images), parsed.GetValue(top), parsed.GetValue(file));
        var isFolder = Directory.Exists(path);
        if (target is not null && isFolder == target.EndsWith(".png", StringComparison.OrdinalIgnoreCase))
            throw new PictureException(isFolder ? $"'{path}' is a folder of images, so --output takes a folder, not the file '{target}'." : $"The picture of one image is a .png file, so --output cannot be '{target}'.");
        var files = isFolder ? [.. new ImageFolder(path)] : new[] { new ImageFile(Path.GetFileName(path), path) };
        using var atlas = parsed.GetValue(atlasFile) is { } known ? Atlas.OpenRead(known) : null;
        var network = atlas is null ? model.Load(parsed, output, files) : AtlasNetwork.Load(parsed.GetRequiredValue(model.Model), atlas.Identity).On(model.DeviceOf(parsed));
        using var watcher = new Watcher(network);
        var (read, skipped) = ImageActivations.Of(watcher, files, isFolder, cancellationToken);
        var norms = atlas is null ? ActivationReferences.Of([.. read.Select(image => image.Units)]) : ActivationReferences.Of(atlas);
        var found = read.Select(image => new WatchedImage(image.File.Name, [.. network.Layers.Select(layer => TopUnits.Top(layer, image.Units[layer.Index], norms, count))])).ToArray();
        if (target is not null) found = [.. read.Zip(found, (image, watched) => watched with { Picture = Draw(image.File, watched) })];

        if (output.IsJson && isFolder) output.Json(new(norms.Among, [.. found.Select(image => image.ToRecord())], skipped), CliJson.Format.WatchFolderRecord);
        else if (output.IsJson) output.Json(found[0].ToRecord(norms.Among), CliJson.Format.WatchRecord);
        else foreach (var image in found) image.Print(output, norms.Among);
        return Task.FromResult(output.Skipped(skipped));

        string Draw(ImageFile image, WatchedImage watched)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var written = isFolder ? Path.Combine(target, FileNames.Of(image.Name) + ".png") : target;
            var picture = watcher.Read(image.Path);
            watcher.Look(picture);
            AtomicFile.Write(written, WatchSheet.Draw(network, watcher, picture, image.Name, watched.Layers, norms, atlas).ToPng());
            return written;
        }
    }
}
