using System.CommandLine;
using Percept.Atlases;
using Percept.Explorer;
using Percept.Networks;
using Percept.Onnx.Graphs;

namespace Percept.Cli;

/// <summary>Serving an atlas until somebody ends it.</summary>
static class ServedAtlas
{
    /// <summary>The port to listen on.</summary>
    internal static Option<int?> Port()
    {
        var port = OptionOf.Whole("--port", "The port of 127.0.0.1 to listen on; a free one by default.", least: 0);
        port.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var number) && number > 65535) result.AddError($"--port takes a number up to 65535, not '{number}'.");
        });
        return port;
    }

    /// <summary>Serves, and prints the address; Ctrl+C is its ordinary end.</summary>
    /// <param name="output">Where the address goes.</param>
    /// <param name="atlas">The atlas file.</param>
    /// <param name="port">The port; a free one where null.</param>
    /// <param name="model">The atlas's network; where null, a file of its name beside the atlas or in the current folder.</param>
    /// <param name="device">Where the network runs.</param>
    /// <param name="cancellationToken">Ends it.</param>
    internal static async Task<int> ServeAsync(Output output, string atlas, int? port, string? model, Device device, CancellationToken cancellationToken)
    {
        var network = NetworkOf(atlas, model)?.On(device);
        await SiteServer.ServeAsync(atlas, port ?? 0, address =>
        {
            if (output.IsJson) output.Json(new(address.ToString(), network is null ? null : $"{address}live.html"), CliJson.Format.ServeRecord);
            else output.Line(address.ToString());
            output.Note($"The explorer is served there until Ctrl+C; {(network is null ? "with --model MODEL it also watches images live" : $"{address}live.html watches images live")}.");
        }, network, cancellationToken);
        return ExitCode.Done;
    }

    /// <exception cref="GraphException">The model given is another network.</exception>
    static Network? NetworkOf(string path, string? model)
    {
        using var atlas = Atlas.OpenRead(path);
        if (model is not null) return AtlasNetwork.Load(model, atlas.Identity);
        var name = Path.GetFileName(atlas.Identity.ModelName);
        foreach (var folder in new[] { Path.GetDirectoryName(Path.GetFullPath(path))!, Directory.GetCurrentDirectory() })
        {
            var found = Path.Combine(folder, name);
            if (!File.Exists(found)) continue;
            try
            {
                return AtlasNetwork.Load(found, atlas.Identity);
            }
            catch (GraphException)
            {
                // Nobody asked for this one: another network of that name is no reason not to serve.
            }
        }

        return null;
    }
}
