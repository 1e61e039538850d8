using System.Diagnostics;
using Percept.Attribution;
using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Scheduling;
using Percept.Visualization;

namespace Percept.Answers.Cost;

/// <summary>What a network costs on this machine: medians of runs that took turns in one process.</summary>
/// <param name="Objective">What was differentiated: as with <see cref="InputGradient"/>, sums over the batch and all positions.</param>
/// <param name="Input">The shape of the batch of images.</param>
/// <param name="Forward">The forward pass to the objective's tensors, for the whole batch.</param>
/// <param name="Step">The forward pass and the gradient with respect to the images, for the whole batch.</param>
/// <param name="Open">Reading the model, differentiating it, and making it ready to run.</param>
/// <param name="Runs">How many runs of each were measured.</param>
public sealed record StepCost(Objective Objective, Shape Input, TimeSpan Forward, TimeSpan Step, TimeSpan Open, int Runs)
{
    const string Value = "value", Slope = "gradient";
    const int WarmUps = 2;

    /// <summary>Measures a network on random images.</summary>
    /// <param name="load">Reads the network; part of what is measured.</param>
    /// <param name="path">Its file.</param>
    /// <param name="objective">What is differentiated; the first unit of the last layer where null.</param>
    /// <param name="batch">How many images a run takes. As everywhere in Percept, each is computed by one thread, as many side by side as there are cores.</param>
    /// <param name="runs">How many runs are measured, after warm-up.</param>
    /// <param name="cancellationToken">Ends it between runs.</param>
    /// <exception cref="GraphException">The network has no such tensor, or an operator before it has no gradient.</exception>
    public static StepCost Measure(Func<Network> load, string path, Objective? objective, int batch, int runs, CancellationToken cancellationToken)
    {
        var start = Stopwatch.GetTimestamp();
        var network = load();
        objective ??= Objective.Unit(network.Layers[^1].Name, 0);
        var lanes = Math.Min(batch, network.Processors.Count);
        var applied = network.Apply(batch: 1);
        var sums = new TensorSums(path, network.Model, applied.Image, applied.Tensors, Layout.Nchw);
        var sum = objective.Terms.Select(term => term.Weight * sums.Of(term.Term)).Aggregate((a, b) => a + b);
        using var step = new Lanes(network.Device, lanes, batch, [(Value, sum), (Slope, Gradient.Of(sum, [applied.Image])[0])]);
        var open = Stopwatch.GetElapsedTime(start);

        using var forward = new Lanes(network.Device, lanes, batch, [(Value, sum)]);
        List<TimeSpan> forwards = [], steps = [];
        for (var run = -WarmUps; run < runs; run++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (each, both) = (forward.Time(), step.Time());
            if (run < 0) continue;
            forwards.Add(each);
            steps.Add(both);
        }

        return new(objective, applied.Image.Shape.With(0, batch), Median(forwards), Median(steps), open, runs);
    }

    static TimeSpan Median(List<TimeSpan> times) => times.Order().ElementAt(times.Count / 2);

    /// <summary>One session, run side by side for the images of a batch.</summary>
    sealed class Lanes : IDisposable
    {
        readonly SessionPool sessions;
        readonly int batch;
        readonly Processors processors;

        internal Lanes(Device device, int lanes, int batch, IReadOnlyList<(string, Value)> outputs)
        {
            (this.batch, processors) = (batch, device.Processors);
            sessions = new(outputs, device, lanes, Math.Max(processors.Count / lanes, 1));
            var random = new Random(0);
            foreach (var session in sessions.Sessions)
                foreach (var name in session.Inputs)
                    foreach (ref var value in session.Input(name)) value = random.NextSingle();
        }

        internal TimeSpan Time()
        {
            var start = Stopwatch.GetTimestamp();
            var lanes = sessions.Sessions;
            processors.ForEach(lanes.Count, lane =>
            {
                for (var image = lane; image < batch; image += lanes.Count) lanes[lane].Run();
            });
            return Stopwatch.GetElapsedTime(start);
        }

        public void Dispose() => sessions.Dispose();
    }
}
