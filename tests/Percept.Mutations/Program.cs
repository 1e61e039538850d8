using Percept.Mutations;

// percept-mutations FIRST COUNT: tries the cases of these seeds, one after the other, and says on standard output how each begins and ends.
// A crash, which no process survives, is then that of the last case that began; so this is a program of its own.
var (first, count) = (int.Parse(args[0]), int.Parse(args[1]));
using var trial = new Trial();
using var watchdog = new Watchdog();
for (var seed = first; seed < first + count; seed++)
{
    Console.WriteLine($"begin {seed}");
    watchdog.Restart();
    Console.WriteLine($"end {seed} {trial.Of(seed)}");
}
