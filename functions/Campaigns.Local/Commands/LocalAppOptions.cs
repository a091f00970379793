using Campaigns.Local.Faults;
using Campaigns.Rules.Calendar;

namespace Campaigns.Local.Commands;

/// <summary>How the app is run on this machine.</summary>
internal sealed record LocalAppOptions
{
    /// <summary>A rest for roll-ups where a year passes in minutes.</summary>
    public static readonly TimeSpan RestWhileTimeFlies = TimeSpan.FromSeconds(3);

    /// <summary>The port on 127.0.0.1; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Connection string of the storage account, for the data and the task hub.</summary>
    public string Storage { get; init; } = "";

    /// <summary>Where files of this machine are kept (the signing key, mails); null for nowhere.</summary>
    public DirectoryInfo? Data { get; init; }

    public HolidayTables Holidays { get; init; } = HolidayTables.Bundled;

    /// <summary><c>host:port</c> of a mail server; null for a sink of the app's own.</summary>
    public string? Smtp { get; init; }

    /// <summary>Where campaign time begins, if the storage does not hold a later instant; null for wall-clock time.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>
    /// How long roll-ups rest, in platform time, where campaign time is virtual: the shortest time for which somebody who looks on may see old counts.
    /// </summary>
    public TimeSpan RollUpsRest { get; init; }

    /// <summary>Whether other hosts run on the same storage: whoever moves their clocks waits for all of them, and none waits to do the others' work.</summary>
    public bool Shares { get; init; }

    /// <summary>What goes wrong between the app and its storage, for tests; null for nothing.</summary>
    public StorageFaults? Faults { get; init; }

    /// <summary>What runs; the app as it was built, but in tests.</summary>
    public AppDeployment Deployment { get; init; } = AppDeployment.Built;

    /// <summary>Gets a line where the app has something to say; called from any thread.</summary>
    public Action<string> Note { get; init; } = _ => { };

    /// <summary>Settings of the app over those that this machine gives it, named with colons.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The first midnight of a year in a zone.</summary>
    public static DateTimeOffset StartOf(int year, string zone)
    {
        var local = new DateTime(year, 1, 1);
        return new DateTimeOffset(local, TimeZoneInfo.FindSystemTimeZoneById(zone).GetUtcOffset(local)).ToUniversalTime();
    }
}
