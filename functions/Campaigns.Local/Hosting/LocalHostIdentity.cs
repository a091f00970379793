using System.Globalization;
using Campaigns.App.Reminders;

namespace Campaigns.Local.Hosting;

/// <summary>
/// The app's name on one machine, where it can be told whether another process is gone: what a killed app had claimed, its successor takes over at once.
/// </summary>
internal sealed class LocalHostIdentity : HostIdentity
{
    public override string Id { get; } = Name(Environment.MachineName, Environment.ProcessId, ProcessLife.OwnStart);

    /// <summary>True for a process of this machine that is no longer there; what other machines do is not known.</summary>
    public override bool IsGone(string owner)
    {
        ArgumentNullException.ThrowIfNull(owner);
        return owner.Split('/') is [var machine, var process, var start] && machine == Environment.MachineName
            && int.TryParse(process, CultureInfo.InvariantCulture, out var id) && ProcessLife.IsGone(id, start);
    }

    internal static string Name(string machine, int process, string start) => string.Create(CultureInfo.InvariantCulture, $"{machine}/{process}/{start}");
}
