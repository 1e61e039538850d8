using System.Diagnostics;
using Percept.Imaging;
using Percept.Networks;
using Percept.Numerics;
using Percept.Onnx.Gradients;
using Percept.Onnx.Graphs;
using Percept.Visualization.Terms;

namespace Percept.Visualization;

/// <summary>Climbs with one image: parameters → image → random view → score, and the gradient back the same way.</summary>
/// <remarks>
/// One image on one thread: for images of the size that is looked at, two that climb side by side take half the time of two
/// that share a batch and its threads, and what is found for one does not depend on what it was found beside.
/// </remarks>
sealed class Ascent : IDisposable
{
    /// <summary>A unit that never answered in so many steps is left alone.</summary>
    const int WakingSteps = 64;

    /// <summary>Views that change in the course of an ascent have done so after as many steps, however many there are.</summary>
    internal const double ChangingSteps = 256;

    readonly ScoreBuilder scoring;
    readonly Recipe recipe;
    readonly Shape image;
    readonly ParameterizedImage painter;
    readonly Transparency? transparency;
    readonly Session step;
    readonly Lazy<Session> waking;
    readonly RandomView view;
    readonly float[]? start;
    readonly float[] seen, dSeen, dPainted;
    IReadOnlyList<GivenPicture> given = [];

    internal Ascent(ScoreBuilder scoring, Recipe recipe)
    {
        (this.scoring, this.recipe) = (scoring, recipe);
        var applied = scoring.Network.Apply(batch: 1, recipe.Height, recipe.Width, scoring.Tensors);
        image = applied.Image.Shape;

        var (score, way, read) = scoring.Build(applied);
        step = new([("score", score), ("gradient", Gradient.Of(score, [applied.Image], recipe.Rules.Table())[0]), .. read], scoring.Network.Device, threads: 1);
        waking = new(() => new([("gradient", Gradient.Of(way, [applied.Image], GradientRulesTables.WakingTable())[0])], scoring.Network.Device, threads: 1));

        if (recipe.Transparent) scoring.Network.Preprocessing.RequirePictures();
        transparency = recipe.Transparent ? new(image) : null;
        Shape painted = [1, image[1] + (recipe.Transparent ? 1 : 0), image[2], image[3]];
        painter = new(recipe.Decorrelate && scoring.Network.Preprocessing.IsColour ? new Decorrelated(recipe.Image, recipe.ColourMatrix) : recipe.Image, painted);
        start = StartingImage.Read(recipe, scoring.Network.Preprocessing, painted);
        view = new(recipe.TransformsFor(image[2], image[3]), image[1], image[2], image[3]);
        (seen, dSeen, dPainted) = (new float[image.Elements], new float[image.Elements], new float[painted.Elements]);
    }

    Ascent(Ascent first)
    {
        (scoring, recipe, image, start) = (first.scoring, first.recipe, first.image, first.start);
        (painter, transparency, step) = (first.painter.Twin(), first.transparency?.Twin(), first.step.Twin());
        waking = new(() => first.waking.Value.Twin());
        view = first.view.Twin();
        (seen, dSeen, dPainted) = (new float[first.seen.Length], new float[first.dSeen.Length], new float[first.dPainted.Length]);
    }

    /// <summary>Another that climbs at the same time; this one must outlive it.</summary>
    internal Ascent Twin() => new(this);

    /// <summary>The image that was found for an objective, the best of as many seeds as the recipe says.</summary>
    /// <param name="objective">What is maximised.</param>
    /// <param name="share">How long it may take; as long as it takes where null.</param>
    /// <param name="stepped">Receives the number of steps that were taken, or turned out not to be needed.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    internal FeatureVisualization Climb(Objective objective, TimeSpan? share, Action<int> stepped, CancellationToken cancellationToken) =>
        scoring.Once(objective, () => ClimbAlone(objective, [.. objective.Earlier.Select(earlier => Climb(earlier, null, _ => { }, cancellationToken))], share, stepped, cancellationToken));

    FeatureVisualization ClimbAlone(Objective objective, IReadOnlyList<FeatureVisualization> earlier, TimeSpan? share, Action<int> stepped, CancellationToken cancellationToken)
    {
        given = scoring.Fill(step, objective, earlier);
        FeatureVisualization? best = null;
        for (var n = 0; n < recipe.BestOf; n++)
        {
            var found = Ascend(objective, recipe.Seed + n, share / recipe.BestOf, stepped, cancellationToken);
            if (best is null || found.Activation > best.Activation) best = found;
        }

        return best!;
    }

    /// <summary>The image that was found from one seed, for an objective that compares it with no others.</summary>
    internal FeatureVisualization Climb(Objective objective, int seed, TimeSpan? share, Action<int> stepped, CancellationToken cancellationToken)
    {
        given = scoring.Fill(step, objective, []);
        return Ascend(objective, seed, share, stepped, cancellationToken);
    }

    FeatureVisualization Ascend(Objective objective, int seed, TimeSpan? share, Action<int> stepped, CancellationToken cancellationToken)
    {
        var (watch, random) = (Stopwatch.StartNew(), new Random(Seeds.Of(seed, objective.Purpose)));
        Start(random);
        var (_, first) = Evaluate(objective);

        var (adam, flatness, taken) = (new Adam(painter.Parameters.Length, recipe.LearningRate ?? recipe.Image.LearningRate), new PlateauDetector(), 0);
        var lastActive = new LastActiveState(adam);
        while (taken < recipe.Steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var score = Step(adam, lastActive, random, taken++);
            var isLast = taken == recipe.Steps || watch.Elapsed > share || (flatness.Add(score) && recipe.StopWhenFlat);
            stepped(isLast ? recipe.Steps - taken + 1 : 1);
            if (isLast) break;
        }

        var (picture, reached) = Evaluate(objective);
        return new(objective, picture, reached, recipe with { Seed = seed, Steps = taken, BestOf = 1, Minutes = null })
        {
            IsExcited = reached > first,
            Opacity = transparency?.Opacity(painter.Image),
        };
    }

    /// <summary>The parameters that an ascent starts from.</summary>
    internal ReadOnlySpan<float> Start(Random random)
    {
        if (start is null) painter.Start(random);
        else painter.Fit(start);
        return painter.Parameters;
    }

    /// <summary>One step up; returns the score before it.</summary>
    float Step(Adam adam, LastActiveState lastActive, Random random, int taken)
    {
        painter.Decode();
        transparency?.Draw(random);
        if (transparency is null) painter.Image.CopyTo(seen);
        else transparency.Forward(painter.Image, seen);

        var (score, silent) = (0f, 0);
        Array.Clear(dSeen);
        for (var n = 0; n < recipe.Views; n++)
        {
            view.Draw(random, Math.Min(taken / ChangingSteps, 1));
            var isSilent = Look();
            if (isSilent)
            {
                // What is not seen in a random view may be seen in the plain one, which does not change from step to step.
                view.Straighten();
                isSilent = Look();
            }

            if (isSilent) silent++;
            score += step.Output("score")[0];
            view.Adjoint((isSilent && (taken < WakingSteps || lastActive.IsKnown) ? Wake() : step).Output("gradient"), dSeen);
        }

        if (silent < recipe.Views) lastActive.Hold(painter.Parameters);
        else if (lastActive.Return(painter.Parameters)) return 0;
        else lastActive.Leave();

        if (transparency is null) adam.Ascend(painter.Parameters, painter.Vjp(dSeen));
        else
        {
            transparency.Adjoint(painter.Image, dSeen, score, dPainted);
            adam.Ascend(painter.Parameters, painter.Vjp(dPainted));
        }

        return score / recipe.Views;
    }

    /// <summary>Runs the network on what the view shows; true where something that is to be woken does not answer at all.</summary>
    bool Look()
    {
        view.Forward(seen, step.Input("image"));
        foreach (var other in given) view.Forward(other.Planes, step.Input(other.Input));
        step.Run();
        return recipe.Rules == GradientRules.Redirected && scoring.IsSilent(step);
    }

    /// <summary>The image with 8 bits a channel, and what it reaches without transforms.</summary>
    (Picture Picture, float Reached) Evaluate(Objective objective)
    {
        painter.Decode();
        return Evaluate(objective, transparency is null ? Picture.FromPlanes(painter.Image, image[1], image[2], image[3]) : transparency.OverGrey(painter.Image));
    }

    (Picture Picture, float Reached) Evaluate(Objective objective, Picture picture)
    {
        picture.CopyPlanesTo(step.Input("image"));
        foreach (var other in given) other.Planes.CopyTo(step.Input(other.Input));
        step.Run();
        return (picture, scoring.Reached(step, objective));
    }

    /// <summary>What a picture reaches without transforms, by an objective that compares it with no others.</summary>
    internal (Picture Picture, float Reached) Evaluate(Objective objective, ReadOnlySpan<float> planes)
    {
        given = scoring.Fill(step, objective, []);
        return Evaluate(objective, Picture.FromPlanes(planes, image[1], image[2], image[3]));
    }

    /// <summary>The session that finds a way up where the unit is silent.</summary>
    Session Wake()
    {
        foreach (var name in waking.Value.Inputs) step.Input(name).CopyTo(waking.Value.Input(name));
        waking.Value.Run();
        return waking.Value;
    }

    public void Dispose()
    {
        painter.Dispose();
        transparency?.Dispose();
        step.Dispose();
        if (waking.IsValueCreated) waking.Value.Dispose();
    }
}
