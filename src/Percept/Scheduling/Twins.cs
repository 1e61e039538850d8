using System.Collections.Concurrent;

namespace Percept.Scheduling;

/// <summary>Things that one thread at a time can use, made as more threads ask for one at once.</summary>
/// <param name="make">Makes one.</param>
sealed class Twins<T>(Func<T> make) : IDisposable where T : IDisposable
{
    readonly ConcurrentBag<T> idle = [];

    /// <summary>Lends one. One that was in use when something failed is not lent again.</summary>
    internal TResult Use<TResult>(Func<T, TResult> use)
    {
        var twin = idle.TryTake(out var free) ? free : make();
        try
        {
            var result = use(twin);
            idle.Add(twin);
            return result;
        }
        catch
        {
            twin.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (idle.TryTake(out var twin)) twin.Dispose();
    }
}
