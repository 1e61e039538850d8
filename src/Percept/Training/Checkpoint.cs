using System.Runtime.InteropServices;
using System.Text.Json;
using Percept.Files;

namespace Percept.Training;

/// <summary>A training as it stands after an epoch, in one file: all that going on needs.</summary>
/// <param name="Identity">What the training depends on; another one's checkpoint is not gone on with.</param>
/// <param name="Epochs">How many epochs there will be.</param>
/// <param name="StepMilliseconds">What a step took, measured at first.</param>
/// <param name="Seconds">How long it has run so far.</param>
/// <param name="Done">The epochs that are done.</param>
/// <param name="States">All tensors that a step changes, by name.</param>
sealed record Checkpoint(string Identity, int Epochs, double StepMilliseconds, double Seconds, IReadOnlyList<Epoch> Done, IReadOnlyDictionary<string, float[]> States)
{
    static ReadOnlySpan<byte> Magic => "percept-training-1\n"u8;

    sealed record Header(string Identity, int Epochs, double StepMilliseconds, double Seconds, Epoch[] Done, Tensor[] States);

    sealed record Tensor(string Name, int Length);

    /// <summary>Writes it whole or not at all.</summary>
    internal void Write(string path)
    {
        Tensor[] tensors = [.. States.Select(state => new Tensor(state.Key, state.Value.Length))];
        var header = JsonSerializer.SerializeToUtf8Bytes(new Header(Identity, Epochs, StepMilliseconds, Seconds, [.. Done], tensors), Format);
        using var stream = new MemoryStream();
        stream.Write(Magic);
        stream.Write(BitConverter.GetBytes(header.Length));
        stream.Write(header);
        foreach (var tensor in tensors) stream.Write(MemoryMarshal.AsBytes(States[tensor.Name].AsSpan()));
        AtomicFile.Write(path, stream.ToArray());
    }

    /// <summary>The checkpoint of that training; null where there is none, or another's.</summary>
    internal static Checkpoint? Read(string path, string identity)
    {
        if (!File.Exists(path)) return null;
        var bytes = File.ReadAllBytes(path).AsSpan();
        try
        {
            if (!bytes.StartsWith(Magic)) return null;
            bytes = bytes[Magic.Length..];
            var length = BitConverter.ToInt32(bytes);
            var header = JsonSerializer.Deserialize<Header>(bytes.Slice(sizeof(int), length), Format);
            if (header is null || header.Identity != identity) return null;
            bytes = bytes[(sizeof(int) + length)..];
            var states = new Dictionary<string, float[]>(StringComparer.Ordinal);
            foreach (var (name, count) in header.States)
            {
                states[name] = MemoryMarshal.Cast<byte, float>(bytes)[..count].ToArray();
                bytes = bytes[(count * sizeof(float))..];
            }

            return new(header.Identity, header.Epochs, header.StepMilliseconds, header.Seconds, header.Done, states);
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            // What is damaged is as good as not there: training begins anew.
            return null;
        }
    }

    static JsonSerializerOptions Format { get; } = new() { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals };
}
