namespace Percept.Mutations;

/// <summary>Ends the process, with the reason on standard output, where a case takes too long or too much memory.</summary>
sealed class Watchdog : IDisposable
{
    const long MostBytes = 3L << 30;

    static readonly TimeSpan most = TimeSpan.FromSeconds(60);

    readonly Timer timer;
    long begun = Environment.TickCount64;

    internal Watchdog() => timer = new(_ => Look(), null, 50, 50);

    internal void Restart() => Interlocked.Exchange(ref begun, Environment.TickCount64);

    public void Dispose() => timer.Dispose();

    void Look()
    {
        var (time, bytes) = (TimeSpan.FromMilliseconds(Environment.TickCount64 - Interlocked.Read(ref begun)), Environment.WorkingSet);
        if (time > most) End($"took more than {most.TotalSeconds} s");
        if (bytes > MostBytes) End($"took {bytes >> 20} MB of memory");
    }

    static void End(string reason)
    {
        Console.WriteLine(reason);
        Console.Out.Flush();
        Environment.Exit(1);
    }
}
