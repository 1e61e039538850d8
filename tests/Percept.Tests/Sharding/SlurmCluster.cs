using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;

namespace Percept.Tests.Sharding;

/// <summary>A Slurm of two nodes on this host, without accounting and with small arrays.</summary>
sealed class SlurmCluster : IDisposable
{
    public const int MaxArraySize = 4;

    readonly List<Process> daemons = [];

    SlurmCluster(string root) => Root = root;

    public string Root { get; }

    public string Configuration => Path.Combine(Root, "slurm.conf");

    public string JobHistory => Path.Combine(Root, "jobcomp.txt");

    /// <summary>Installs Slurm where it is missing; skips the test where its daemons cannot be started.</summary>
    public static void Require()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Slurm's daemons are started as root on Linux.");
        DebianPackage.Require(["/usr/sbin/munged", "/usr/sbin/slurmctld", "/usr/sbin/slurmd", "/usr/bin/sbatch"], "munge", "slurmctld", "slurmd", "slurm-client");
    }

    public static async Task<SlurmCluster> StartAsync(string root)
    {
        if (OperatingSystem.IsWindows()) throw new PlatformNotSupportedException();
        var cluster = new SlurmCluster(root);
        var (host, munge) = (Dns.GetHostName().Split('.')[0], Path.Combine(root, "munge"));
        foreach (var name in (string[])["munge", "state", "spool.n1", "spool.n2"]) Directory.CreateDirectory(Path.Combine(root, name), UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        await File.WriteAllBytesAsync($"{munge}/key", RandomNumberGenerator.GetBytes(1024));
        File.SetUnixFileMode($"{munge}/key", UnixFileMode.UserRead);
        await File.WriteAllTextAsync(cluster.JobHistory, "");
        await File.WriteAllTextAsync(Path.Combine(root, "cgroup.conf"), "CgroupPlugin=cgroup/v1\n");
        var ports = Ports(3);
        await File.WriteAllTextAsync(cluster.Configuration, $"""
            ClusterName=test
            SlurmctldHost={host}(127.0.0.1)
            SlurmctldPort={ports[0]}
            SlurmUser=root
            SlurmdUser=root
            AuthType=auth/munge
            AuthInfo=socket={root}/munge.sock,cred_expire=5
            StateSaveLocation={root}/state
            SlurmdSpoolDir={root}/spool.%n
            SlurmctldPidFile={root}/ctld.pid
            SlurmdPidFile={root}/d.%n.pid
            SlurmctldLogFile={root}/ctld.log
            SlurmdLogFile={root}/d.%n.log
            SlurmdParameters=config_overrides
            ProctrackType=proctrack/linuxproc
            TaskPlugin=task/none
            JobAcctGatherType=jobacct_gather/none
            AccountingStorageType=accounting_storage/none
            JobCompType=jobcomp/filetxt
            JobCompLoc={cluster.JobHistory}
            MpiDefault=none
            SwitchType=switch/none
            SelectType=select/cons_tres
            SelectTypeParameters=CR_Core
            SchedulerParameters=sched_interval=2,bf_interval=2,batch_sched_delay=1
            PropagateResourceLimits=NONE
            MailProg=/bin/true
            ReturnToService=2
            SlurmdTimeout=5
            KillWait=2
            MaxArraySize={MaxArraySize}
            NodeName=n1 NodeHostname=n1 NodeAddr=127.0.0.1 Port={ports[1]} CPUs=1 RealMemory=4000
            NodeName=n2 NodeHostname=n2 NodeAddr=127.0.0.1 Port={ports[2]} CPUs=1 RealMemory=4000
            PartitionName=test Nodes=n1,n2 Default=YES MaxTime=30 State=UP

            """);
        try
        {
            cluster.StartDaemon("munged", "--foreground", "--force", "-S", $"{root}/munge.sock", $"--key-file={munge}/key", $"--pid-file={munge}/pid", $"--log-file={munge}/log", $"--seed-file={munge}/seed", "--num-threads=4");
            while (!File.Exists($"{root}/munge.sock")) await Task.Delay(20);
            cluster.StartDaemon("slurmctld", "-D");
            cluster.StartNode("n1");
            cluster.StartNode("n2");
            for (var tries = 0; !(await cluster.AskAsync("sinfo", "-h", "-o", "%T %D")).Contains("idle 2", StringComparison.Ordinal); tries++)
                if (tries == 120) throw new InvalidOperationException($"The nodes do not come up: {await File.ReadAllTextAsync($"{root}/ctld.log")}");
                else await Task.Delay(500);
            return cluster;
        }
        catch
        {
            cluster.Dispose();
            throw;
        }
    }

    public Process StartNode(string name) => StartDaemon("slurmd", "-D", "-N", name);

    /// <summary>Starts a command that sees the cluster.</summary>
    public Process Start(string name, params string[] arguments)
    {
        var start = new ProcessStartInfo(name, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["SLURM_CONF"] = Configuration;
        return Process.Start(start)!;
    }

    public async Task<string> AskAsync(string name, params string[] arguments)
    {
        using var process = Start(name, arguments);
        var said = process.StandardError.ReadToEndAsync();
        var data = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await said;
        return data;
    }

    /// <summary>The running processes that do a shard of a plan, with the node that each is on.</summary>
    public static IEnumerable<(int Id, int Parent, string Node)> Workers(string plan)
    {
        foreach (var id in Directory.GetDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _)).Select(int.Parse!))
        {
            string words, variables, status;
            try
            {
                (words, variables, status) = (File.ReadAllText($"/proc/{id}/cmdline"), File.ReadAllText($"/proc/{id}/environ"), File.ReadAllText($"/proc/{id}/stat"));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                continue;
            }

            if (!words.Contains($"\0work\0{plan}\0", StringComparison.Ordinal)) continue;
            var node = variables.Split('\0').FirstOrDefault(variable => variable.StartsWith("SLURMD_NODENAME=", StringComparison.Ordinal))?.Split('=')[1] ?? "";
            yield return (id, int.Parse(status[(status.LastIndexOf(')') + 2)..].Split(' ')[1]), node);
        }
    }

    public void Dispose()
    {
        foreach (var daemon in daemons.AsEnumerable().Reverse())
        {
            if (!daemon.HasExited) daemon.Kill(entireProcessTree: true);
            daemon.WaitForExit();
            daemon.Dispose();
        }
    }

    Process StartDaemon(string name, params string[] arguments)
    {
        var daemon = Start($"/usr/sbin/{name}", arguments);
        daemon.BeginOutputReadLine();
        daemon.BeginErrorReadLine();
        daemons.Add(daemon);
        return daemon;
    }

    public Process Daemon(string node) => daemons.Last(daemon => daemon.StartInfo.ArgumentList.Contains(node));

    static int[] Ports(int count)
    {
        var listeners = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in listeners) listener.Start();
        var ports = listeners.Select(listener => ((IPEndPoint)listener.LocalEndpoint).Port).ToArray();
        foreach (var listener in listeners) listener.Stop();
        return ports;
    }
}
