namespace Percept.Museum.Tests.Writing;

/// <summary>How exporters name tensors.</summary>
static class Names
{
    public static string PyTorch(string operation, int index) => $"/features/{index}/{operation}_output_0";

    public static string OldPyTorch(string operation, int index) => $"{index + 100}";

    public static string Dynamo(string operation, int index) => $"{operation.ToLowerInvariant()}_{index}";

    public static string TensorFlow(string operation, int index) => $"StatefulPartitionedCall/model/block_{index}/{operation}:0";

    public static string Cntk(string operation, int index) => $"{operation}{index + 200}_Output_0";

    public static string Paddle(string operation, int index) => $"{operation.ToLowerInvariant()}_{index}.tmp_0";
}
