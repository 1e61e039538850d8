using System.Collections.Concurrent;
using FsCheck.Xunit;
using Percept.Scheduling;

namespace Percept.Tests.Scheduling;

public sealed class ProcessorsTests
{
    static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Property(MaxTest = 50)]
    public bool Results_stand_where_their_items_stand_however_many_processors_there_are(byte processors, byte items)
    {
        var wanted = new Processors(1 + (processors % 9));
        int[] numbers = [.. Enumerable.Range(0, items)];

        return wanted.Select(numbers, Slow).SequenceEqual(numbers.Select(Slow)) && wanted.Stream(numbers, Slow).SequenceEqual(numbers.Select(Slow)) && wanted.Select(items, Slow).SequenceEqual(numbers.Select(Slow));

        static int Slow(int number)
        {
            Thread.SpinWait(number % 7 * 50);
            return number * number;
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void No_more_is_done_at_once_than_there_are_processors_also_in_loops_within_loops(int count)
    {
        var (processors, now, most, done) = (new Processors(count), 0, 0, 0);

        processors.ForEach(6, _ => processors.ForEach(8, _ =>
        {
            var here = Interlocked.Increment(ref now);
            lock (processors) most = Math.Max(most, here);
            Thread.Sleep(2);
            Interlocked.Decrement(ref now);
            Interlocked.Increment(ref done);
        }, Cancel), Cancel);

        Assert.Equal(48, done);
        Assert.InRange(most, 1, count);
    }

    [Fact]
    public void All_processors_work_while_there_is_work()
    {
        using var together = new Barrier(4);

        new Processors(4).ForEach(4, _ => Assert.True(together.SignalAndWait(TimeSpan.FromSeconds(30), Cancel)), Cancel);
    }

    [Fact]
    public async Task What_is_more_urgent_goes_first()
    {
        var (processors, order) = (new Processors(1), new ConcurrentQueue<int>());
        using ManualResetEventSlim begun = new(), asked = new();

        var later = Task.Run(() => processors.Ranked(2).ForEach(4, i =>
        {
            begun.Set();
            if (i == 0) asked.Wait(Cancel);
            order.Enqueue(2);
        }), Cancel);
        begun.Wait(Cancel);
        var sooner = Task.Run(() => processors.Ranked(1).Run(() => order.Enqueue(1)), Cancel);
        // It asks for its turn before it waits for it.
        while (sooner.Status != TaskStatus.Running) await Task.Yield();
        await Task.Delay(200, Cancel);
        asked.Set();
        await Task.WhenAll(later, sooner);

        Assert.Equal([2, 1, 2, 2, 2], order);
    }

    [Fact]
    public void The_first_failure_ends_the_others_and_is_what_is_heard_of()
    {
        var done = 0;

        var error = Assert.Throws<InvalidDataException>(() => new Processors(2).ForEach(1000, i =>
        {
            if (i == 3) throw new InvalidDataException("the third");
            Interlocked.Increment(ref done);
        }, Cancel));

        Assert.Equal("the third", error.Message);
        Assert.InRange(done, 2, 998);
    }

    [Fact]
    public void It_ends_when_it_is_cancelled_and_can_be_used_again()
    {
        var processors = new Processors(2);
        using var source = new CancellationTokenSource();

        Assert.Throws<OperationCanceledException>(() => processors.ForEach(1000, i =>
        {
            if (i == 5) source.Cancel();
        }, source.Token));
        foreach (var number in processors.Stream(Enumerable.Range(0, 100), number => number, Cancel))
            if (number == 17) break;

        Assert.Equal(45, processors.Select(10, i => i, Cancel).Sum());
    }

    [Fact]
    public void Work_of_a_rank_is_accounted_to_it()
    {
        var processors = new Processors(2);

        processors.Ranked(3).ForEach(4, _ => Thread.Sleep(20), Cancel);

        Assert.True(processors.Ranked(3).Spent >= TimeSpan.FromMilliseconds(75));
        Assert.Equal(TimeSpan.Zero, processors.Ranked(1).Spent);
    }
}
