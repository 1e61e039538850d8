using Percept.Networks;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Tests.Cli;
using Percept.Tests.Onnx.Gradients;
using Percept.Training;

namespace Percept.Tests.Training;

/// <summary>The step against formulas by hand, against differences, and against PyTorch.</summary>
public sealed class TrainingStepTests
{
    [Theory]
    [InlineData("sgd")]
    [InlineData("adamw")]
    public void Twenty_steps_are_PyTorchs(string name)
    {
        var expected = File.ReadAllLines(Repository.File($"tests/Percept.Tests/Training/pytorch-{name}.txt")).Select(line => float.Parse(line, null)).ToArray();
        TrainingOptimizer rule = name == "sgd" ? new Sgd(WeightDecay: 0.01) : new AdamW(WeightDecay: 0.05);
        using var step = new TrainingStep(SmallNetwork.Classifier(), rule, SmallNetwork.Batch, smoothing: 0.1, classWeights: null, device: Device.Cpu.With(new(1)));

        var found = new List<float>();
        for (var i = 0; i < 20; i++)
        {
            SmallNetwork.Fill(step, i);
            found.Add(step.Run(i + 1, name == "sgd" ? 0.05 : 0.01, keep: 0.9).Loss);
        }

        foreach (var parameter in SmallNetwork.Order) found.AddRange(step[$"weight/{parameter}"].ToArray());
        Assert.Equal(expected.Length, found.Count);
        // Small differences of rounding grow from step to step; the first are exact.
        for (var i = 0; i < found.Count; i++) Assert.True(Math.Abs(expected[i] - found[i]) <= (i < 3 ? 1e-5 : 2e-4), $"Number {i}: PyTorch has {expected[i]}, the step {found[i]}.");
    }

    [Fact]
    public void The_loss_and_a_step_of_a_linear_network_are_those_by_hand()
    {
        const int batch = 3, inputs = 3 * 2 * 2, classes = 2;
        const double smoothing = 0.2, rate = 0.1, momentum = 0.9, decay = 0.01;
        var model = new ModelBuilder();
        model.Input("image", null, 3, 2, 2);
        float[] w = SmallNetwork.Numbers(classes * inputs, 1, 0.5), b = [0.1f, -0.2f], weights = [0.5f, 2];
        model.Node("Gemm", "y", [model.Node("Flatten", "f", ["image"]), model.Weight("w", Tensor.Of([classes, inputs], w)), model.Weight("b", Tensor.Of([classes], b))], new() { ["transB"] = 1 });
        var built = Model.Parse(model.Build(new Dictionary<string, string>(), ("y", [null, classes])), "linear");
        using var step = new TrainingStep(new(built, new PreprocessingOptions { Size = [2, 2] }.Resolve(built.Inputs[0])), new Sgd(momentum, decay), batch, smoothing, weights, device: Device.Cpu.With(new(1)));
        var images = SmallNetwork.Numbers(batch * inputs, 2, 1);
        int[] labels = [1, 0, 1];
        images.CopyTo(step.Images);
        for (var i = 0; i < batch; i++) step.Classes[i] = labels[i];

        var (loss, correct) = step.Run(1, rate, keep: 0.75);

        var (expected, total, right) = (0.0, labels.Sum(label => (double)weights[label]), 0);
        var (dW, dB) = (new double[classes * inputs], new double[classes]);
        for (var i = 0; i < batch; i++)
        {
            var scores = Enumerable.Range(0, classes).Select(c => b[c] + Enumerable.Range(0, inputs).Sum(k => (double)w[(c * inputs) + k] * images[(i * inputs) + k])).ToArray();
            var sum = scores.Sum(Math.Exp);
            right += scores[labels[i]] == scores.Max() ? 1 : 0;
            for (var c = 0; c < classes; c++)
            {
                var (target, probability) = ((c == labels[i] ? 1 - smoothing : 0) + (smoothing / classes), Math.Exp(scores[c]) / sum);
                expected -= weights[labels[i]] / total * target * Math.Log(probability);
                var slope = weights[labels[i]] / total * (probability - target);
                dB[c] += slope;
                for (var k = 0; k < inputs; k++) dW[(c * inputs) + k] += slope * images[(i * inputs) + k];
            }
        }

        Assert.Equal(expected, loss, 1e-5);
        Assert.Equal(right, correct);
        for (var i = 0; i < w.Length; i++)
        {
            var next = w[i] - (rate * (1 + momentum) * (dW[i] + (decay * w[i])));
            Assert.Equal(next, step["weight/w"][i], 1e-5);
            Assert.Equal((0.75 * w[i]) + (0.25 * next), step["average/w"][i], 1e-5);
        }

        for (var c = 0; c < classes; c++) Assert.Equal(b[c] - (rate * (1 + momentum) * dB[c]), step["weight/b"][c], 1e-5);
    }

    [Fact]
    public void A_trial_changes_nothing()
    {
        using var step = new TrainingStep(SmallNetwork.Classifier(), new AdamW(), SmallNetwork.Batch, 0, null, Device.Cpu.With(new(1)));
        SmallNetwork.Fill(step, 0);
        var before = step.States.ToDictionary(state => state, state => step[state].ToArray());

        step.Run(1, 0.1, 0.5, trial: true);

        Assert.All(before, state => Assert.Equal(state.Value, step[state.Key].ToArray()));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void The_same_steps_give_the_same_weights_bit_for_bit(int threads)
    {
        float[] Trained()
        {
            using var step = new TrainingStep(SmallNetwork.Classifier(), new Sgd(), SmallNetwork.Batch, 0.1, null, Device.Cpu.With(new(threads)));
            for (var i = 0; i < 10; i++)
            {
                SmallNetwork.Fill(step, i);
                step.Run(i + 1, 0.05, 0.9);
            }

            return [.. step.States.SelectMany(state => step[state].ToArray())];
        }

        Assert.Equal(Trained(), Trained());
    }

    [Fact]
    public void Batch_normalization_in_training_agrees_with_differences()
    {
        var graph = new Graph();
        var x = graph.Input("x", ElementType.Float32, [4, 3, 3, 2]);
        var (scale, bias) = (graph.Input("scale", ElementType.Float32, [3]), graph.Input("bias", ElementType.Float32, [3]));
        var (mean, variance) = (graph.Constant(Tensor.Full(ElementType.Float32, [3], 0)), graph.Constant(Tensor.Full(ElementType.Float32, [3], 1)));
        var y = graph.EmitAll("BatchNormalization", [x, scale, bias, mean, variance], new() { ["training_mode"] = 1 }, outputs: 3)[0];

        GradientCheck.Check([y], name => SmallNetwork.Numbers((int)graph.Find(name)!.Shape.Elements, name.Length, 1.5), 1e-2f, new(3));
    }

    [Fact]
    public void Every_weight_of_a_network_has_the_gradient_that_differences_say()
    {
        var classifier = SmallNetwork.Classifier();
        var graph = new Graph();
        var parameters = classifier.Parameters.ToDictionary(each => each.Key, each => graph.Input(each.Key, ElementType.Float32, classifier.Model.Weights[each.Key].Shape));
        var (_, mode) = classifier.Apply(graph, SmallNetwork.Batch, parameters, trains: true);
        var classes = graph.Constant(Tensor.Of(0L, 1, 2, 0, 1, 2));
        var (loss, _) = Loss.CrossEntropy(mode.Scores, classes, 0.1, [1, 2, 3]);
        string[] names = [.. classifier.Parameters.Where(each => each.Value != ParameterKind.Statistic).Select(each => each.Key)];
        var gradients = Gradient.Of(loss, [.. names.Select(name => parameters[name])]);
        using var session = new Session([("loss", loss), .. names.Select((name, i) => ($"gradient/{name}", gradients[i]))], device: Device.Cpu.With(new(1)));
        foreach (var input in session.Inputs)
            (input == "images" ? SmallNetwork.Numbers(session.Input(input).Length, 1, 1) : classifier.Model.Weights[input].To<float>()).CopyTo(session.Input(input));
        session.Run();

        foreach (var name in names)
        {
            var gradient = session.Output($"gradient/{name}").ToArray();
            var direction = Array.ConvertAll(gradient, value => value / MathF.Sqrt(gradient.Sum(each => each * each) + 1e-12f));
            const float far = 3e-3f;
            double At(float by)
            {
                for (var i = 0; i < direction.Length; i++) session.Input(name)[i] += by * direction[i];
                session.Run();
                return session.Output("loss")[0];
            }

            var slope = (At(far) - At(-2 * far)) / (2 * far);
            At(far);
            var length = Math.Sqrt(gradient.Sum(each => (double)each * each));
            Assert.True(Math.Abs(slope - length) <= (0.02 * length) + 1e-4, $"The loss changes by {slope} along the gradient of '{name}', whose length is {length}.");
        }
    }
}
