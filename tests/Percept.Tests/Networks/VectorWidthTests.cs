using System.Diagnostics;
using Percept.Tests.Cli;

namespace Percept.Tests.Networks;

/// <summary>The kernels and lowerings hold on processors with narrower registers: their tests run once more where the runtime may not use the wider ones.</summary>
public sealed class VectorWidthTests
{
    [Theory]
    [InlineData("DOTNET_EnableAVX512")]
    [InlineData("DOTNET_EnableAVX2")]
    public async Task Kernels_are_right_without(string instructions)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(VectorWidthTests).Assembly.Location, "-namespace", "Percept.Tests.Networks.Kernels*", "-namespace", "Percept.Tests.Networks.Lowerings*", "-noColor"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment[instructions] = "0";

        using var process = Process.Start(start)!;
        var ran = (await PerceptCommand.EndAsync(process)).Assert(0);

        Assert.Contains("Failed: 0, Skipped: 0", ran.Data, StringComparison.Ordinal);
    }
}
