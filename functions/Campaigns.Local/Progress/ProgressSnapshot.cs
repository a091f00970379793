using Campaigns.Rules.Calendar;

namespace Campaigns.Local.Progress;

/// <summary>Where a year stands, as the terminal shows it.</summary>
internal sealed record ProgressSnapshot(
    DateTimeOffset Now, string State, IReadOnlyList<PhaseProgress> Phases, IReadOnlyList<DoneMilestone> Done, NextMilestone? Next,
    long Sheets, long Files, long Appraisals, long Returns, long Notices, int Warnings);

/// <summary>A phase: <see cref="Actual"/> of <see cref="Expected"/> have handed in. Expected is 0 before it opens.</summary>
internal sealed record PhaseProgress(string Phase, string Title, int Expected, int Actual, int Late, int Silent, int Returned, Timeliness Window);

/// <summary>A milestone that has been done, and how many were told by it.</summary>
internal sealed record DoneMilestone(string Id, DateTimeOffset At, int Told, int Cards);

/// <summary>The milestone that comes next; without an instant where it waits for a calendar.</summary>
internal sealed record NextMilestone(string Id, DateTimeOffset? At);

/// <summary>Shows snapshots to people; calls come one after the other.</summary>
internal interface IProgressScreen : IDisposable
{
    void Show(ProgressSnapshot snapshot);

    /// <summary>A line that stays.</summary>
    void Note(string text);
}
