using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;

namespace Percept.Visualization.OnDevice;

/// <summary>One step of several ascents as one graph: parameters → images → views → scores, the gradient back the same way, and what the parameters are after it.</summary>
/// <remarks>
/// Parameters and Adam's moments stay where the graph runs. In each step one tensor goes in, the views and rates, and one comes back, the scores.
/// An image that does not answer at all, and is to be woken, stays as it is.
/// </remarks>
sealed class DeviceStep : IDisposable
{
    const int Numbers = DeviceView.Numbers + 2;
    const string Parameters = "parameters", Mean = "mean", Square = "square", Steps = "numbers", Scores = "scores", Images = "images";

    readonly ScoreBuilder scoring;
    readonly StatefulSession session;
    readonly IReadOnlyList<Transform> transforms;
    readonly Shape images;
    readonly int read;

    /// <param name="scoring">What scores the images.</param>
    /// <param name="recipe">How they climb.</param>
    /// <param name="batch">How many images climb side by side.</param>
    /// <param name="threads">How many threads one operator may use.</param>
    internal DeviceStep(ScoreBuilder scoring, Recipe recipe, int batch, int? threads = null)
    {
        this.scoring = scoring;
        var (network, graph) = (scoring.Network, new Graph());
        var (height, width) = recipe.SizeFor(network);
        images = [batch, network.Preprocessing.ImageChannels, height, width];
        var kind = recipe.Decorrelate && network.Preprocessing.IsColour ? new Decorrelated(recipe.Image, recipe.ColourMatrix) : recipe.Image;
        var (parameters, mean, square) = (State(Parameters), State(Mean), State(Square));
        var numbers = graph.Input(Steps, ElementType.Float32, [batch, Numbers]);

        var image = graph.Emit("Sigmoid", [kind.Build(parameters, images)]);
        transforms = recipe.TransformsFor(height, width);
        var view = new DeviceView(transforms, ViewBounds.Of(transforms, height, width)!.Value, height, width);
        var seen = view.Forward(image, numbers);
        var applied = new AppliedNetwork(seen, network.Apply(seen, scoring.Tensors));
        var scores = Enumerable.Range(0, batch).Select(i => scoring.Build(applied, i, $"{i}/")).ToArray();

        var dSeen = Gradient.Of(scores.Select(each => each.Score).Aggregate((a, b) => a + b), [seen], recipe.Rules.Table())[0];
        var gradient = Gradient.Of(image, [parameters], dY: view.Adjoint(image, dSeen, numbers))[0];
        Value[][] sums = [.. scores.Select((each, i) => scoring.Sums.Select(sum => each.Outputs.First(output => output.Name == $"{i}/{sum}").Value).ToArray())];
        var moves = recipe.Rules == GradientRules.Redirected ? Column(graph.Emit("Concat", [.. sums.Select(Answers)], new() { ["axis"] = 0 })) : graph.Constant(Tensor.Full(ElementType.Float32, Shape.Scalar, 1));
        var next = Adam.Ascended((parameters, mean, square), gradient, Number(DeviceView.Numbers), Number(DeviceView.Numbers + 1), moves);

        Value[] all = [.. scores.Zip(sums, (each, own) => own.Prepend(each.Score)).SelectMany(own => own)];
        read = all.Length / batch;
        session = new(
            [
                (Scores, graph.Emit("Concat", [.. all.Select(score => score.Reshape([1]))], new() { ["axis"] = 0 })), (Images, image),
                (StatefulSession.Next + Parameters, next.Parameters), (StatefulSession.Next + Mean, next.Mean), (StatefulSession.Next + Square, next.Square),
            ],
            [Scores], network.Device, threads);

        Value State(string name) => graph.Input(name, ElementType.Float32, kind.ParameterShape(images));

        Value Number(int index) => Column(numbers.Slice(1, index, index + 1));

        Value Column(Value perImage) => perImage.Reshape([batch, .. Enumerable.Repeat(1, parameters.Shape.Rank - 1)]);

        // 0 where a sum is: from there no way leads up.
        Value Answers(Value[] own) => own.Aggregate((Value)graph.Constant(Tensor.Of([1], 1f)), (product, sum) =>
            product * (1 - graph.Emit("Equal", [sum, sum.Scalar(0)]).Cast(ElementType.Float32).Reshape([1])));
    }

    DeviceStep(DeviceStep other) => (scoring, session, transforms, images, read) = (other.scoring, other.session.Twin(), other.transforms, other.images, other.read);

    /// <summary>Another that climbs at the same time.</summary>
    internal DeviceStep Twin() => new(this);

    /// <summary>How many images climb side by side.</summary>
    internal int Batch => images[0];

    /// <summary>How many tensors crossed between host and device.</summary>
    internal int Crossings => session.Crossings;

    /// <summary>Says what the images are scored by, and what they start from.</summary>
    /// <param name="objectives">At most <see cref="Batch"/>; what is left of the images is still.</param>
    /// <param name="parameters">The parameters at the start, of each image.</param>
    internal void Start(IReadOnlyList<Objective> objectives, IReadOnlyList<float[]> parameters)
    {
        foreach (var input in session.Inputs) session.Input(input).Clear();
        for (var i = 0; i < objectives.Count; i++)
        {
            scoring.Fill(session.Input, objectives[i], $"{i}/");
            parameters[i].CopyTo(session.Input(Parameters)[(i * parameters[i].Length)..]);
        }

        for (var i = 0; i < Batch; i++)
        {
            Straighten(i);
            Rate(i, 0, epsilon: 1);
        }

        foreach (var input in session.Inputs) session.Send(input);
    }

    /// <summary>Draws the view through which the next step looks at an image.</summary>
    internal void Draw(int image, Random random, double progress) => View(image, RandomView.Map(transforms, random, images[2], images[3], progress));

    /// <summary>Lets the next step look at an image as it is.</summary>
    internal void Straighten(int image) => View(image, Affine.Identity);

    void View(int image, Affine map) => DeviceView.Write(map, session.Input(Steps)[(image * Numbers)..]);

    /// <summary>Says how far the next step goes, as <see cref="Adam.At"/> has it; with a factor of 0 an image stays as it is.</summary>
    internal void Rate(int image, float factor, float epsilon) =>
        (session.Input(Steps)[(image * Numbers) + DeviceView.Numbers], session.Input(Steps)[(image * Numbers) + DeviceView.Numbers + 1]) = (factor, epsilon);

    /// <summary>Takes a step.</summary>
    internal void Run()
    {
        session.Send(Steps);
        session.Run();
    }

    /// <summary>What an image scored before the last step.</summary>
    internal float Score(int image) => session.Output(Scores)[image * read];

    /// <summary>Whether something that was wanted of an image did not answer at all.</summary>
    internal bool IsSilent(int image) => session.Output(Scores).Slice((image * read) + 1, read - 1).Contains(0f);

    /// <summary>All images as they are: channels x height x width each, values from 0 to 1.</summary>
    internal float[][] Look() => [.. session.Look(Images).ToArray().Chunk(images.Product(1, 4))];

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
