using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace Percept.Matching;

/// <summary>Works on several items at once and gives the results in order.</summary>
static class Prefetch
{
    internal static async IAsyncEnumerable<T> RunAsync<T>(int start, int count, int ahead, Func<int, CancellationToken, Task<T>> work, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var begun = Channel.CreateBounded<Task<T>>(ahead);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var beginning = Task.Run(async () =>
        {
            for (var i = start; i < start + count; i++)
            {
                var index = i;
                await begun.Writer.WriteAsync(Task.Run(() => work(index, stop.Token), stop.Token), stop.Token).ConfigureAwait(false);
            }

            begun.Writer.Complete();
        }, stop.Token);

        try
        {
            await foreach (var item in begun.Reader.ReadAllAsync(cancellationToken).ConfigureAwait(false)) yield return await item.ConfigureAwait(false);
            await beginning.ConfigureAwait(false);
        }
        finally
        {
            // What has begun uses what the caller is about to dispose of.
            await stop.CancelAsync().ConfigureAwait(false);
            await beginning.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            begun.Writer.TryComplete();
            await foreach (var item in begun.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false)) await ((Task)item).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
