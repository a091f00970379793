using System.Diagnostics;
using System.Globalization;

namespace Campaigns.App.Reminders;

/// <summary>
/// Names this process among those that share the storage. Claims carry the name; where it can be told that an owner's process is gone, its claims are taken
/// over at once instead of when they run out.
/// </summary>
public class HostIdentity
{
    /// <summary>Machine, process id and the process's start: no two processes share it.</summary>
    public virtual string Id { get; } = Own();

    /// <summary>True only when it is certain that the owner's process is no longer there. On the platform nothing is certain.</summary>
    public virtual bool IsGone(string owner) => false;

    private static string Own()
    {
        using var self = Process.GetCurrentProcess();
        return string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName}/{self.Id}/{self.StartTime.ToUniversalTime().Ticks}");
    }
}
