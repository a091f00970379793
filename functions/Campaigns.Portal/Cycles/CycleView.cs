using Campaigns.Portal.Completeness;
using Campaigns.Portal.Notices;
using Campaigns.Portal.Rankings;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;

namespace Campaigns.Portal.Cycles;

/// <summary>A year of a campaign as its page shows it.</summary>
public sealed record CycleView(string Id, LocalizedText Campaign, int Year, CycleState State, int Participants, DateTimeOffset Now)
{
    public LocalizedText? Theme { get; init; }

    /// <summary>Groups of participants that are set aside with an error; they wait for somebody.</summary>
    public int ParkedGroups { get; init; }

    public IReadOnlyList<PhaseTimeline> Timeline { get; init; } = [];
    public IReadOnlyList<PhaseLine> Completeness { get; init; } = [];

    /// <summary>When the counts were summed; null before the first count.</summary>
    public DateTimeOffset? CountedAt { get; init; }

    /// <summary>The reader's latest notices, newest first.</summary>
    public IReadOnlyList<NoticeItem> Notices { get; init; } = [];

    /// <summary>The best places of each track; empty before the decision.</summary>
    public IReadOnlyList<TrackPlaces> Rankings { get; init; } = [];
    public IReadOnlyList<BulletinLink> Bulletins { get; init; } = [];

    /// <summary>The milestone that happens next, with the title of its phase; null when none will.</summary>
    public (LocalizedText? Phase, MilestoneLine Milestone)? Next =>
        Timeline.SelectMany(p => p.Milestones.Select(m => (p.Title, Milestone: m))).Where(m => m.Milestone.IsNext)
            .Select(m => ((LocalizedText?, MilestoneLine)?)(m.Title, m.Milestone)).FirstOrDefault();

    public string Path => "/cycles/" + Id;
}

/// <summary>The milestones of a phase; <see cref="Window"/> is null for those of the year itself.</summary>
public sealed record PhaseTimeline(string Id, LocalizedText? Title, PhaseWindow? Window, IReadOnlyList<MilestoneLine> Milestones);

/// <summary>A milestone and what became of it; <see cref="Rung"/> says whom a reminder or escalation speaks to.</summary>
public sealed record MilestoneLine(Milestone Milestone, Rung? Rung, MilestoneState State, DateTimeOffset? DoneAt, bool IsNext)
{
    /// <summary>What the page says: an awaited calendar before the state, the next one apart from the others that wait.</summary>
    public MilestoneStanding Standing => State switch
    {
        MilestoneState.Done => MilestoneStanding.Done,
        MilestoneState.Superseded => MilestoneStanding.Superseded,
        _ when Milestone.At is null => MilestoneStanding.AwaitingCalendar,
        MilestoneState.Claimed => MilestoneStanding.UnderWay,
        _ => IsNext ? MilestoneStanding.Next : MilestoneStanding.Upcoming,
    };
}

public enum MilestoneStanding
{
    Done,
    UnderWay,
    Next,
    Upcoming,
    Superseded,
    AwaitingCalendar,
}

/// <summary>A published bulletin.</summary>
public sealed record BulletinLink(LocalizedText Title, string Period, DateTimeOffset PublishedAt, string Path);

/// <summary>A line of the list of years.</summary>
public sealed record CycleLink(string Id, CycleState State)
{
    public string Path => "/cycles/" + Id;
}
