using Percept.Imaging;
using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Cli;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;
using Percept.Training;
using Percept.Training.Data;

namespace Percept.Tests.Training;

/// <summary>Whole trainings, of a tiny network on images that are red or blue.</summary>
public sealed class TrainerTests : IDisposable
{
    static readonly TrainingOptions small = new() { Epochs = 6, Batch = 8, Size = 32, Device = Device.Cpu.With(new(1)), LearningRate = 0.02, Average = 0.8 };

    readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task A_trained_network_is_read_like_any_other_and_knows_its_classes()
    {
        var ran = await PerceptCommand.RunAsync("train", Images(), "-o", folder["out/m.onnx"], "--epochs", "6", "--batch", "8", "--size", "32", "--arch", Description(), "--json");

        Assert.True(ran.Code is 0 or 1, ran.Messages);
        Assert.True(ran.Json.GetProperty("balanced_accuracy").GetDouble() > 0.8, ran.Data);
        Assert.Equal(["blue", "red"], ran.Json.GetProperty("classes").EnumerateArray().Select(name => name.GetString()));
        foreach (var name in (string[])["accuracy", "epochs", "seconds", "parameters", "step_ms", "seed", "peak_mib"]) Assert.True(ran.Json.TryGetProperty(name, out _), name);
        var network = Network.Load(folder["out/m.onnx"]);
        Assert.Equal(["blue", "red"], network.Labels);
        Assert.Equal((-1, 1, 32), (network.Preprocessing.Low, network.Preprocessing.High, network.Preprocessing.Height));
        Assert.Contains("conv1", network.Layers.Select(layer => layer.Name));
        (await PerceptCommand.RunAsync("inspect", folder["out/m.onnx"])).Assert(0);
        foreach (var name in (string[])["random.onnx", "epoch-001.onnx", "metrics.csv", "index.html", "report.txt", "report.json"]) Assert.True(File.Exists(folder[$"out/m.training/{name}"]), name);
        Assert.Equal(7, File.ReadAllLines(folder["out/m.training/metrics.csv"]).Length);
    }

    [Fact]
    public async Task A_training_that_was_ended_goes_on_to_the_same_weights()
    {
        var data = LabelledImages.Open(Images());
        var options = small with { Architecture = Description() };
        await Trainer.TrainAsync(data, folder["whole.onnx"], options, null, TestContext.Current.CancellationToken);

        using var end = new CancellationTokenSource();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Trainer.TrainAsync(data, folder["parts.onnx"], options, new Ender(2, end), end.Token));
        Assert.False(File.Exists(folder["parts.onnx"]));
        var report = await Trainer.TrainAsync(data, folder["parts.onnx"], options, null, TestContext.Current.CancellationToken);

        Assert.Equal(6, report.Epochs.Count);
        Assert.Equal(File.ReadAllBytes(folder["whole.onnx"]), File.ReadAllBytes(folder["parts.onnx"]));
    }

    [Fact]
    public async Task A_killed_training_goes_on_where_its_last_epoch_ended()
    {
        string[] command = ["train", Images(), "-o", folder["m.onnx"], "--epochs", "400", "--batch", "8", "--size", "32", "--arch", Description()];
        using var running = PerceptCommand.Start(command);
        while (!File.Exists(folder["m.training/metrics.csv"])) await Task.Delay(20, TestContext.Current.CancellationToken);
        await PerceptCommand.SignalAsync(running, "KILL");
        await running.WaitForExitAsync(TestContext.Current.CancellationToken);
        var done = File.ReadAllLines(folder["m.training/metrics.csv"]).Length - 1;

        using var again = PerceptCommand.Start(command);
        while (File.ReadAllLines(folder["m.training/metrics.csv"]).Length - 1 <= done) await Task.Delay(20, TestContext.Current.CancellationToken);
        await PerceptCommand.SignalAsync(again, "INT");
        var ran = await PerceptCommand.EndAsync(again);

        Assert.Equal(75, ran.Code);
        Assert.Contains("the same command continues", ran.Messages);
        Assert.StartsWith(string.Create(null, $"epoch 1 of 400"), ran.Messages);
        Assert.True(done >= 1);
        Assert.Empty(Directory.GetFiles(folder["m.training"], "*.part"));
    }

    [Fact]
    public async Task A_loss_that_is_no_number_ends_the_training_with_advice()
    {
        var error = await Assert.ThrowsAsync<TrainingException>(() => Trainer.TrainAsync(
            LabelledImages.Open(Images()), folder["m.onnx"], small with { Architecture = Description(), LearningRate = 1e30, Schedule = Schedule.Constant, WarmUp = 0 }, null, TestContext.Current.CancellationToken));

        Assert.Matches("The loss became .* at step [0-9]+, in epoch [0-9]+, at a learning rate of 1E\\+30\\. .* --learning-rate 1E\\+29, or a longer warm-up\\.", error.Message);
        Assert.False(File.Exists(folder["m.onnx"]));
    }

    [Fact]
    public async Task A_trained_classifier_is_trained_further_for_other_classes()
    {
        var data = LabelledImages.Open(Images());
        var report = await Trainer.TrainAsync(data, folder["fine.onnx"], small with { Size = 32, FineTune = TinyNetwork.Write(folder), Epochs = 12, LearningRate = 0.05 }, null, TestContext.Current.CancellationToken);

        Assert.Equal(2, Network.Load(folder["fine.onnx"]).Applied.Tensors["output"].Shape[1]);
        Assert.True(report.Quality.BalancedAccuracy > 0.7);
        Assert.True(report.LargestDifference < 1e-4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_frozen_network_learns_its_last_layer_alone(bool hasHead)
    {
        var model = TinyNetwork.Write(folder, model: hasHead ? TinyNetwork.Model() : Extractor());
        var report = await Trainer.TrainAsync(LabelledImages.Open(Images()), folder["fine.onnx"], small with { FineTune = model, Freeze = true, LearningRate = null }, null, TestContext.Current.CancellationToken);

        var (before, after) = (Model.Load(model), Model.Load(folder["fine.onnx"]));
        foreach (var name in (string[])["w1", "b1", "w2", "b2"]) Assert.Equal(before.Weights[name].To<float>(), after.Weights[name].To<float>());
        Assert.Equal((8 * 2) + 2, report.Parameters);
        Assert.True(report.Quality.BalancedAccuracy > 0.8, $"{report.Quality.BalancedAccuracy}");
        Assert.True(report.LargestDifference < 1e-4);
        Assert.Equal(["blue", "red"], Network.Load(folder["fine.onnx"]).Labels);
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_head()
    {
        var options = small with { FineTune = TinyNetwork.Write(folder, model: Extractor()), Freeze = true };
        foreach (var name in (string[])["a.onnx", "b.onnx"]) await Trainer.TrainAsync(LabelledImages.Open(Images()), folder[name], options, null, TestContext.Current.CancellationToken);

        Assert.Equal(File.ReadAllBytes(folder["a.onnx"]), File.ReadAllBytes(folder["b.onnx"]));
    }

    [Fact]
    public async Task A_feature_extractor_is_trained_further_with_a_head_of_its_own()
    {
        var ran = await PerceptCommand.RunAsync(
            "train", Images(), "-o", folder["m.onnx"], "--finetune", TinyNetwork.Write(folder, model: Extractor()), "--range=-1,1", "--epochs", "6", "--batch", "8", "--size", "32", "--learning-rate", "0.02", "--json");

        Assert.True(ran.Code is 0 or 1, ran.Messages);
        Assert.Equal(-1, Network.Load(folder["m.onnx"]).Preprocessing.Low);
        Assert.NotEqual(Model.Load(folder["tiny.onnx"]).Weights["w1"].To<float>(), Model.Load(folder["m.onnx"]).Weights["w1"].To<float>());
    }

    [Fact]
    public async Task Freezing_needs_a_trained_network()
    {
        var ran = await PerceptCommand.RunAsync("train", Images(), "-o", folder["m.onnx"], "--freeze");

        Assert.Contains("--freeze trains the last layer alone, behind a trained network; name that with --finetune.", ran.Messages, StringComparison.Ordinal);
    }

    /// <summary>The tiny network without its linear layer.</summary>
    static TestModel Extractor()
    {
        var model = TinyNetwork.Model();
        var graph = model.Proto.Graph;
        graph.Output.Clear();
        for (var i = 0; i < 3; i++) graph.Node.RemoveAt(graph.Node.Count - 1);
        foreach (var weight in graph.Initializer.Where(weight => weight.Name is "w3" or "b3").ToArray()) graph.Initializer.Remove(weight);
        return model.Output("conv2");
    }

    [Fact]
    public async Task A_network_of_other_classes_is_refused()
    {
        var error = await Assert.ThrowsAsync<TrainingException>(() => Trainer.TrainAsync(
            LabelledImages.Open(Images()), folder["m.onnx"], small with { Architecture = TinyNetwork.Write(folder) }, null, TestContext.Current.CancellationToken));

        Assert.Contains("gives 5 scores, but there are 2 classes (blue, red). With --finetune", error.Message, StringComparison.Ordinal);
    }

    string Description()
    {
        File.WriteAllText(folder["arch.txt"], "conv 8 5x5 stride 2\nblock 8 stride 2\n");
        return folder["arch.txt"];
    }

    string Images()
    {
        var random = new Random(5);
        for (var i = 0; i < 40; i++)
        {
            var (height, width) = (32 + random.Next(9), 32 + random.Next(9));
            var (blocks, pixels) = (Enumerable.Range(0, 48).Select(_ => random.Next(150)).ToArray(), new byte[height * width * 3]);
            for (var at = 0; at < pixels.Length; at++)
                pixels[at] = (byte)(blocks[(at / 3 / width * 4 / height * 12) + (at / 3 % width * 4 / width * 3) + (at % 3)] + (at % 3 == (i % 2 == 0 ? 0 : 2) ? 100 : 0));
            folder.Write($"{(i % 2 == 0 ? "red" : "blue")}/{i}.png".Insert(0, "images/"), new Picture(height, width, 3, pixels).ToPng());
        }

        return folder["images"];
    }

    sealed class Ender(int epochs, CancellationTokenSource end) : IProgress<TrainingProgress>
    {
        public void Report(TrainingProgress value)
        {
            if (value.Done.Count == epochs) end.Cancel();
        }
    }
}
