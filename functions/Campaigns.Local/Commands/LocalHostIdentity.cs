using System.Diagnostics;
using System.Globalization;
using Campaigns.App.Reminders;

namespace Campaigns.Local.Commands;

/// <summary>On one machine it can be told whether another process is gone, so that what it had claimed is taken over at once.</summary>
internal sealed class LocalHostIdentity : HostIdentity
{
    public override bool IsGone(string owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        var parts = owner.Split('/');
        if (owner == Id || parts.Length < 2 || parts[0] != Environment.MachineName || !int.TryParse(parts[1], CultureInfo.InvariantCulture, out var process))
            return false;
        // A name other than ours with our own process id belongs to a process that had the id before us.
        return process == Environment.ProcessId || !Exists(process);
    }

    static bool Exists(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return !process.HasExited;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
