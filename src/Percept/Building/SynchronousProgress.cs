namespace Percept.Building;

/// <summary>Passes on how far work is at once, in the order of the work; <see cref="Progress{T}"/> would post it.</summary>
sealed class SynchronousProgress<T>(Action<T> tell) : IProgress<T>
{
    public void Report(T value) => tell(value);
}
