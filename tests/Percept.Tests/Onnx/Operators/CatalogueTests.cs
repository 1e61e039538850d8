using Percept.Onnx.Graphs.Reading;
using Percept.Onnx.Operators;

namespace Percept.Tests.Onnx.Operators;

/// <summary>What entries say, as far as it must hold for all of them.</summary>
public class CatalogueTests
{
    static bool Has(Operator entry, Traits trait) => entry.Traits.HasFlag(trait);

    [Fact]
    public void Every_entry_is_an_operator_of_ONNX() => Assert.Empty(Catalogue.All.Select(entry => entry.Name).Except(OperatorNames.All));

    [Fact]
    public void What_is_differentiated_has_shapes() => Assert.Empty(Catalogue.All.Where(entry => entry.Rule is { IsConstant: false } && entry.Infer is null).Select(entry => entry.Name));

    [Fact]
    public void What_works_element_by_element_has_every_facet() =>
        Assert.Empty(Catalogue.All.Where(entry => (Has(entry, Traits.Pointwise) || Has(entry, Traits.Rectifier)) && (entry.Infer is null || entry.ReceptiveField is null || entry.Rule is null or { IsConstant: true })).Select(entry => entry.Name));

    [Fact]
    public void Weighted_operators_are_those_that_make_layers() => Assert.Equal(["Conv", "ConvTranspose", "Gemm", "MatMul"], Catalogue.All.Where(entry => Has(entry, Traits.Weighted)).Select(entry => entry.Name));

    [Fact]
    public void What_has_learned_weights_says_which_inputs_they_are() =>
        Assert.Empty(Catalogue.All.Where(entry => Has(entry, Traits.Weighted) && !entry.Parameters.Contains(ParameterRole.Weight)).Select(entry => entry.Name));

    [Fact]
    public void What_only_moves_or_repeats_elements_is_computed_at_once_or_has_a_receptive_field() =>
        Assert.Empty(Catalogue.All.Where(entry => (Has(entry, Traits.Picking) || Has(entry, Traits.Repeating) || Has(entry, Traits.Rearranging)) && entry.Fold is null && entry.ReceptiveField is null).Select(entry => entry.Name));

    [Fact]
    public void What_depends_on_a_shape_alone_has_no_gradient_and_no_receptive_field() =>
        Assert.Empty(Catalogue.All.Where(entry => Has(entry, Traits.OfShape) && entry is not { Rule.IsConstant: true, ReceptiveField: not null }).Select(entry => entry.Name));

    [Fact]
    public void What_has_windows_or_sees_all_positions_has_a_receptive_field() =>
        Assert.Empty(Catalogue.All.Where(entry => (Has(entry, Traits.Windowed) || Has(entry, Traits.Global) || Has(entry, Traits.Reducing)) && (entry.Infer is null || entry.ReceptiveField is null)).Select(entry => entry.Name));

    [Fact]
    public void Chance_is_not_folded() => Assert.Empty(Catalogue.All.Where(entry => Has(entry, Traits.Random) && entry.Fold is not null).Select(entry => entry.Name));

    [Fact]
    public void An_operator_that_nobody_knows_has_no_traits()
    {
        Assert.Null(Catalogue.Find("Nonsense"));
        Assert.False(Catalogue.Is("Nonsense", Traits.Pointwise));
    }
}
