using System.Text.Json;
using Percept.Visualization;

namespace Percept.Tests.Visualization;

public sealed class RecipeTests
{
    [Fact]
    public void A_recipe_reads_back_to_itself_with_every_kind_of_transform_and_image()
    {
        ImageParameterization[] kinds = [new Pixels(), new Fourier(1.5), new Pyramid(3), new Cppn(4, 12), new FixedSpectrum([[3, 2, 1]])];
        foreach (var kind in kinds)
        {
            var recipe = new Recipe
            {
                Image = kind,
                Transforms = [new Pad(0.4), new Jitter(3), new RandomScale(0.9, 1.2), new RandomRotate(4), new CropBox(), new RandomBlur(), new Noise(), new ColourShift()],
                ColourMatrix = [1, 0, 0, 0, 1, 0, 0, 0, 1],
                Minutes = 1.5,
                BestOf = 2,
            };

            var read = Recipe.FromJson(recipe.ToJson());

            Assert.Equal(recipe.ToJson(), read.ToJson());
            Assert.Equal(recipe.Hash, read.Hash);
            Assert.IsType(kind.GetType(), read.Image);
        }
    }

    [Fact]
    public void Every_kind_of_transform_and_image_has_a_name_in_recipes()
    {
        foreach (var root in (Type[])[typeof(Transform), typeof(ImageParameterization)])
        {
            var named = root.GetCustomAttributes(typeof(System.Text.Json.Serialization.JsonDerivedTypeAttribute), inherit: false).Cast<System.Text.Json.Serialization.JsonDerivedTypeAttribute>().Select(kind => kind.DerivedType);
            Assert.Empty(root.Assembly.GetTypes().Where(type => type.IsPublic && !type.IsAbstract && root.IsAssignableFrom(type)).Except(named));
        }
    }

    [Theory]
    [InlineData("""{"steps":-1}""", "'steps' is -1; it must be 0 or more.")]
    [InlineData("""{"stepps":8}""", "stepps")]
    [InlineData("""{"transforms":[{"kind":"wobble"}]}""", "wobble")]
    [InlineData("""{"colourMatrix":[1,2]}""", "9 numbers")]
    public void What_is_no_recipe_is_refused(string json, string words)
    {
        var error = Assert.ThrowsAny<JsonException>(() => Recipe.FromJson(json));

        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }
}
