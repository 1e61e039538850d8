using NetVips;
using Percept.Museum.Tests.Writing;
using Percept.Tests.Cli;

namespace Percept.Museum.Tests;

/// <summary>A grayscale network of 28 x 28 pixels that is trained on digits, set in two weights of a typeface at many positions.</summary>
static class Digits
{
    const int Side = 28, Each = 48;

    static readonly string[] fonts = ["Inter_400Regular.ttf", "Inter_600SemiBold.ttf"];

    public static string Train(string folder)
    {
        var random = new Random(1);
        for (var digit = 0; digit < 10; digit++)
            for (var i = 0; i < Each; i++)
                Write(digit, fonts[i % fonts.Length], random, Path.Join(folder, "digits", $"{digit}", $"{i}.png"));

        var (untrained, trained) = (Path.Join(folder, "untrained.onnx"), Path.Join(folder, "digits.onnx"));
        File.WriteAllBytes(untrained, Untrained().Bytes);
        var ran = PerceptCommand.RunAsync("train", Path.Join(folder, "digits"), "--arch", untrained, "--epochs", "40", "--batch", "16", "--rule", "adamw", "-o", trained, "--json").GetAwaiter().GetResult();
        // Digits of one size at nearly one position are remarked upon as nearly the same.
        Assert.True(ran.Code is 0 or 1, ran.Messages);
        Assert.True(ran.Json.GetProperty("balanced_accuracy").GetDouble() > 0.5, "It has not learned its digits.");
        return trained;
    }

    static Net Untrained()
    {
        var net = new Net(13);
        var x = net.MaxPool(net.ConvRelu(net.Input("batch", 1, Side, Side), 12, 5));
        return net.Output(net.Gemm(net.Pooled(net.ConvRelu(net.ConvRelu(x, 24, 3, 2), 32)), 10), "scores");
    }

    static void Write(int digit, string font, Random random, string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var drawn = Image.Text($"{digit}", font: $"Inter {random.Next(15, 22)}", fontfile: Path.Join(AppContext.BaseDirectory, "fonts", font), dpi: 72);
        using var placed = drawn.Embed(random.Next(2, Side - drawn.Width - 1), random.Next(2, Side - drawn.Height - 1), Side, Side);
        placed.WriteToFile(path);
    }
}
