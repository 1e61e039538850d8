namespace Percept.Tests;

/// <summary>What tests need is brought once, and one thing at a time.</summary>
public sealed class InstallerTests
{
    [Fact]
    public async Task A_thing_is_brought_once_whoever_asks()
    {
        var (name, times) = (Guid.NewGuid().ToString(), 0);

        await AllAsync(_ => Installer.Require(name, () => times > 0, () => Interlocked.Increment(ref times)));

        Assert.Equal(1, times);
    }

    [Fact]
    public async Task Things_are_brought_one_at_a_time()
    {
        var (now, most) = (0, 0);

        await AllAsync(i =>
        {
            var there = false;
            Installer.Require($"{i} {Guid.NewGuid()}", () => there, () =>
            {
                most = Math.Max(most, Interlocked.Increment(ref now));
                Thread.Sleep(20);
                Interlocked.Decrement(ref now);
                there = true;
            });
        });

        Assert.Equal(1, most);
    }

    [Fact]
    public void What_cannot_be_brought_is_tried_once_and_said_every_time()
    {
        var (name, times) = (Guid.NewGuid().ToString(), 0);
        void Ask() => Installer.Require(name, () => false, () => times++);

        Assert.All(Enumerable.Range(0, 2), _ => Assert.Contains(name, Assert.Throws<InvalidOperationException>(Ask).Message));
        Assert.Equal(1, times);
    }

    [Fact]
    public void A_package_that_does_not_exist_fails_with_what_to_do()
    {
        Assert.SkipUnless(DebianPackage.CanInstall, "There is no apt-get here.");
        Assert.Contains("sudo apt-get install percept-has-no-such-package", Assert.Throws<InvalidOperationException>(() => DebianPackage.Require("/nowhere", "percept-has-no-such-package")).Message);
    }

    static Task AllAsync(Action<int> action) => Task.WhenAll(Enumerable.Range(0, 6).Select(i => Task.Run(() => action(i), TestContext.Current.CancellationToken)));
}
