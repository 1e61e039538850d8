using Percept.Networks;
using Percept.Onnx.Graphs;
using Percept.Tests.Imaging;
using Percept.Tests.Onnx.Graphs;

namespace Percept.Tests.Networks;

public sealed class LayerNamesTests
{
    [Fact]
    public void What_a_person_wrote_is_kept_short_and_the_rest_has_no_name()
    {
        var names = LayerNames.Written(["/layer1/layer1.0/relu/Relu_output_0", "/layer1/layer1.1/relu/Relu_output_0", "/layer4/layer4.1/conv2/Conv_output_0", "497", "/Add_3_output_0"]);

        Assert.Equal(["layer1.0/relu", "layer1.1/relu", "layer4.1/conv2", null, null], names);
    }

    [Fact]
    public void A_path_that_all_names_share_is_left_out() =>
        Assert.Equal(["conv2d_3", "re_lu_7"], LayerNames.Written(["StatefulPartitionedCall/model/conv2d_3/BiasAdd:0", "StatefulPartitionedCall/model/re_lu_7/Relu:0"]));

    [Theory]
    [InlineData("ReLU253_Output_0"), InlineData("onnx_Concat_429"), InlineData("onnx::Conv_512"), InlineData("p2o.Conv.12"), InlineData("batch_norm_23.tmp_3"), InlineData("input.12"), InlineData("497")]
    [InlineData("relu_3"), InlineData("Relu__45:0"), InlineData("node_conv2d_4"), InlineData("StatefulPartitionedCall:0"), InlineData("Identity_1:0"), InlineData("val_17")]
    public void What_an_exporter_counted_is_no_name(string tensor) => Assert.Null(LayerNames.Written([tensor, "conv5"])[0]);

    [Theory, InlineData("conv5"), InlineData("relu1"), InlineData("mixed4c"), InlineData("block5_conv1"), InlineData("activation_15"), InlineData("gpu_0/res2_0_branch2c_bn_2"), InlineData("relu"), InlineData("y")]
    public void What_can_be_read_stays(string tensor) => Assert.NotNull(LayerNames.Written([tensor, "conv5"])[0]);

    [Fact]
    public void The_first_of_a_kind_has_no_number_where_an_exporter_counts() => Assert.Equal([null, null, "stem"], LayerNames.Written(["relu", "relu_1", "stem"]));

    [Fact]
    public void Where_files_only_count_layers_are_named_by_block_and_position_as_in_a_ResNet()
    {
        var network = Residual(64);

        Assert.Equal(["conv1", "block1.1.conv1", "block1.1", "block1.2.conv1", "block1.2", "block2.1.conv1", "block2.1", "fc"], network.Layers.Select(layer => layer.Name));
        Assert.Same(network.Find("block2.1"), network.Find(network.Find("block2.1").Tensor));
    }

    [Fact]
    public void Names_by_position_are_the_same_at_every_size() => Assert.Equal(Residual(64).Layers.Select(layer => layer.Name), Residual(8).Layers.Select(layer => layer.Name));

    [Fact]
    public void Gates_levels_of_a_pyramid_and_outputs_have_names_of_their_own()
    {
        var made = new Counted(new TestModel().Input("0", 1, 3, 32, 32), "0");
        var stem = made.Conv("0", 3, 4, 2);
        var wide = made.Relu(made.Conv(stem, 4, 6, 1));
        var gate = made.Relu(made.Conv(made.Emit("GlobalAveragePool", wide), 6, 2, 1, 1));
        var gated = made.Emit("Mul", wide, made.Emit("Sigmoid", made.Conv(gate, 2, 6, 1, 1)));
        var low = made.Relu(made.Conv(gated, 6, 6, 2));
        var scales = made.Weight(Tensor.Of([4], 1f, 1, 2, 2));
        var up = made.Emit("Resize", low, "", scales);
        var joined = made.Relu(made.Conv(made.Set("Concat", new() { ["axis"] = 1 }, up, gated), 12, 4, 1));
        made.Model.Output(made.Conv(joined, 4, 1, 1, 1)).Output(made.Conv(low, 6, 1, 1, 1));

        Assert.Equal(["conv1", "block1.1", "block1.gate1", "block1.2", "block2.1", "block3.1", "block3.2", "output1", "output2"], made.Load().Layers.Select(layer => layer.Name));
    }

    static Network Residual(int size)
    {
        var made = new Counted(new TestModel().Input("0", 1, 3, size, size), "0");
        var x = made.Relu(made.Conv("0", 3, 4, 2));
        x = made.Set("MaxPool", new() { ["kernel_shape"] = new[] { 2, 2 }, ["strides"] = new[] { 2, 2 } }, x);
        for (var unit = 0; unit < 2; unit++) x = made.Relu(made.Emit("Add", made.Conv(made.Relu(made.Conv(x, 4, 4, 1)), 4, 4, 1), x));
        var inside = made.Relu(made.Conv(x, 4, 8, 2));
        var shortcut = made.Conv(x, 4, 8, 2, 1);
        x = made.Relu(made.Emit("Add", made.Conv(inside, 8, 8, 1), shortcut));
        made.Model.Output(made.Emit("Gemm", made.Emit("Flatten", made.Emit("GlobalAveragePool", x)), made.Weight(Runtime.Noise(5, 8, 3))));
        return made.Load();
    }

    /// <summary>A model whose tensors are numbers, as PyTorch's exporter once named them.</summary>
    sealed class Counted(TestModel model, string input)
    {
        int count = int.Parse(input, System.Globalization.CultureInfo.InvariantCulture);

        public TestModel Model => model;

        public string Emit(string operation, params string[] inputs) => Set(operation, [], inputs);

        public string Set(string operation, Attributes attributes, params string[] inputs)
        {
            var output = Next();
            model.Node(operation, inputs, [output], attributes);
            return output;
        }

        public string Relu(string x) => Emit("Relu", x);

        public string Conv(string x, int from, int to, int stride, int kernel = 3) =>
            Set("Conv", new() { ["strides"] = new[] { stride, stride }, ["pads"] = Enumerable.Repeat(kernel / 2, 4).ToArray() }, x, Weight(Runtime.Noise(count + 1, to, from, kernel, kernel)));

        public string Weight(Tensor tensor)
        {
            var name = Next();
            model.Weight(name, tensor);
            return name;
        }

        public Network Load()
        {
            using var folder = new TemporaryFolder();
            return Network.Load(folder.Write("model.onnx", model.Bytes));
        }

        string Next() => (++count).ToString(System.Globalization.CultureInfo.InvariantCulture);
    }
}
