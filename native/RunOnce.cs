using System.IO;
using System.Threading;
using Microsoft.Build.Framework;

/// <summary>Exec for a command that brings something up to date: builds that run at once wait for one another, and only the first runs it.</summary>
public sealed class RunOnce : Microsoft.Build.Tasks.Exec
{
    [Required] public string LockFile { get; set; }

    /// <summary>The command writes this file last; it is up to date when newer than every one of <see cref="Inputs"/>.</summary>
    [Required] public string Stamp { get; set; }

    [Required] public ITaskItem[] Inputs { get; set; }

    public override bool Execute()
    {
        using (Acquire())
            return IsUpToDate() || base.Execute();
    }

    bool IsUpToDate()
    {
        foreach (var input in Inputs)
        {
            if (!File.Exists(Stamp) || File.GetLastWriteTimeUtc(Stamp) < File.GetLastWriteTimeUtc(input.ItemSpec))
                return false;
        }
        return true;
    }

    // An open file, and not an existing one, is the lock: it goes when its process dies.
    FileStream Acquire()
    {
        while (true)
        {
            try
            {
                return new FileStream(LockFile, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException) when (File.Exists(LockFile))
            {
                Thread.Sleep(200);
            }
        }
    }
}
