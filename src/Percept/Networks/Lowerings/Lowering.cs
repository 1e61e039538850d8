using Percept.Onnx.Graphs;

namespace Percept.Networks.Lowerings;

/// <summary>A fast form of what a node computes, on one device: what stands for its outputs, emitted into its graph; null where the node is another, or nothing is gained.</summary>
/// <remarks>A node's inputs are what they were rewritten into. Shapes are known.</remarks>
delegate IReadOnlyList<Value>? Lowering(Node node);
