namespace Percept.Training.Data;

/// <summary>What a network learns from or is judged by, batch by batch.</summary>
interface IBatchSource
{
    /// <summary>How many images there are.</summary>
    int Count { get; }

    /// <summary>How many batches of this size make an epoch.</summary>
    int StepsPerEpoch(int batch);

    /// <summary>Writes a batch; what is written follows from the seed, the epoch and the step alone.</summary>
    /// <param name="epoch">From 0.</param>
    /// <param name="step">From 0, below <see cref="StepsPerEpoch"/>.</param>
    /// <param name="inputs">What the network takes, image by image.</param>
    /// <param name="classes">Each image's class; its length is the batch.</param>
    /// <returns>How many images were written: fewer than the batch at the end of an epoch that judges.</returns>
    int Fill(int epoch, int step, Span<float> inputs, Span<int> classes);
}
