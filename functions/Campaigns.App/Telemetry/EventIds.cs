namespace Campaigns.App.Telemetry;

/// <summary>
/// Ids of all log events, a hundred for a capability; the constant's name is the event's. Both stay what they are for good, since alerts and people's queries
/// go by them (<c>customDimensions.EventName</c>). What is logged names cycles, groups, units and people by id alone; infra/operate.md says what to do about each.
/// </summary>
public static class EventIds
{
    // 1000: Cycles

    /// <summary>The watchdog found a running cycle without a live or timely driver.</summary>
    public const int DriverNotTimely = 1001;

    /// <summary>A cycle has a new driver under a raised epoch.</summary>
    public const int DriverTakenOver = 1002;

    public const int CycleStarted = 1003;

    /// <summary>A milestone is done, so many seconds after its planned instant.</summary>
    public const int MilestoneDone = 1004;

    /// <summary>A group kept failing at a milestone: it waits with its error, the others go on.</summary>
    public const int GroupParked = 1005;

    /// <summary>A parked group has worked off all that it had missed.</summary>
    public const int GroupUnparked = 1006;

    /// <summary>A cycle has run to its end.</summary>
    public const int CycleCompleted = 1007;

    /// <summary>A cycle has a new driver under a raised epoch, because the app's orchestration version is another now.</summary>
    public const int DriverMoved = 1008;

    /// <summary>A group failed at a milestone and is tried again by itself, until it is through or parked.</summary>
    public const int GroupFailed = 1009;

    // 1100: Access

    public const int AccessDenied = 1101;

    // 1200: Reminders

    public const int MailUnreachable = 1201;

    /// <summary>A notice could not be mailed however often it was tried; it stands in the inbox.</summary>
    public const int NoticeUndelivered = 1202;

    // 1300: Participants

    public const int HintNotLeft = 1301;

    public const int NoticesUntold = 1302;

    // 1400: Evidence and uploads

    /// <summary>A file was not accepted, for what is in it.</summary>
    public const int EvidenceRejected = 1401;

    // 1500: Exchange

    public const int ImportDone = 1501;

    // 1600: Archives

    public const int ArchiveMade = 1601;

    public const int ArchiveFailed = 1602;

    // 1700: Reviews and due times

    public const int DeadlineStuck = 1701;

    /// <summary>The nightly pass found deadlines that the due index had no hint of, and entered them.</summary>
    public const int DeadlinesUnhinted = 1702;

    // 1800: Webhooks

    /// <summary>A webhook was switched off, for its receiver is gone or has failed for days.</summary>
    public const int WebhookSwitchedOff = 1801;

    // 1900: Feeds

    public const int CycleLeftOut = 1901;

    // 2000: Http

    public const int RequestFailed = 2001;

    /// <summary>Readiness was asked for, and a part is not well.</summary>
    public const int NotReady = 2002;

    /// <summary>Readiness was asked for, and a part could not be asked.</summary>
    public const int PartFailed = 2003;
}
