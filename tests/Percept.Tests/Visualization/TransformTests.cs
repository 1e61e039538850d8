using System.Numerics.Tensors;
using Percept.Visualization;

namespace Percept.Tests.Visualization;

public sealed class TransformTests
{
    const int Height = 20, Width = 24;

    public static TheoryData<string> Kinds => [.. Lists.Keys];

    static readonly Dictionary<string, IReadOnlyList<Transform>> Lists = new()
    {
        ["none"] = [],
        ["standard"] = Transform.Standard(96),
        ["small"] = Transform.Standard(32),
        ["far"] = [new Jitter(90)],
        ["pad"] = [new Pad(0), new Jitter(12), new RandomRotate(30)],
        ["crop"] = [new CropBox()],
        ["blur"] = [new RandomBlur(0.5, 2)],
        ["colour"] = [new RandomScale(0.8, 1.2), new ColourShift(0.3, 0)],
        ["blur, then colour"] = [new RandomBlur(1, 1), new ColourShift(0.3, 0), new Jitter(3)],
    };

    /// <summary>Of the linear ones: what is added (brightness, noise, a pad that is not black) has no part in the adjoint.</summary>
    [Theory, MemberData(nameof(Kinds))]
    public void The_views_adjoint_is_the_transpose_of_the_view(string kind)
    {
        foreach (var channels in (int[])[1, 3, 5])
        {
            var (view, random) = (new RandomView(Lists[kind], channels, Height, Width), new Random(5));
            for (var draw = 0; draw < 3; draw++)
            {
                var (x, y, viewed, carried) = (Values(channels, random), Values(channels, random), new float[channels * Height * Width], new float[channels * Height * Width]);
                view.Draw(random, progress: 0.5);
                view.Forward(x, viewed);
                view.Adjoint(y, carried);

                Assert.Equal(TensorPrimitives.Dot<float>(viewed, y), TensorPrimitives.Dot<float>(x, carried), 2e-2);
            }
        }
    }

    [Fact]
    public void Noise_is_added_and_does_not_reach_the_gradient()
    {
        var (view, x, viewed, carried) = (new RandomView([new Noise(0.1)], 3, Height, Width), Values(3, new Random(1)), new float[3 * Height * Width], new float[3 * Height * Width]);

        view.Draw(new Random(2), 0);
        view.Forward(x, viewed);
        view.Adjoint(x, carried);

        Assert.InRange(TensorPrimitives.Distance<float>(x, viewed) / Math.Sqrt(x.Length), 0.08, 0.12);
        Assert.Equal(x, carried);
    }

    [Fact]
    public void A_pad_is_what_lies_beyond_the_image()
    {
        var (view, viewed) = (new RandomView([new Pad(0.25), new RandomScale(0.5, 0.5)], 3, Height, Width), new float[3 * Height * Width]);

        view.Draw(new Random(2), 0);
        view.Forward(Enumerable.Repeat(1f, viewed.Length).ToArray(), viewed);

        Assert.Equal((0.25f, 1f), (viewed[0], viewed[(Height / 2 * Width) + (Width / 2)]));
    }

    [Fact]
    public void Boxes_lie_within_the_image_and_shrink()
    {
        var random = new Random(3);
        foreach (var progress in (double[])[0, 0.5, 1])
        {
            for (var draw = 0; draw < 50; draw++)
            {
                var map = new CropBox(0.5, 0.1, 0, 0.5).Draw(random, Height, Width, progress);

                Assert.Equal(0.5 - (0.4 * progress), map.Yy, 1e-9);
                Assert.InRange(Math.Abs(map.Y0) + (map.Yy * Height / 2), 0, (Height / 2) + 1e-9);
                Assert.InRange(Math.Abs(map.X0) + (map.Xx * Width / 2), 0, (Width / 2) + 1e-9);
            }
        }
    }

    static float[] Values(int channels, Random random) => [.. Enumerable.Range(0, channels * Height * Width).Select(_ => random.NextSingle())];
}
