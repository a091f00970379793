using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Records;

/// <summary>
/// Something that a participant does not keep yet: the kind, for a target's piece the target, for a record card the period, and the last day for it where there
/// is one.
/// </summary>
public sealed record RecordGap(string Track, string Unit, string Area, RecordKind Kind, string? Target = null)
{
    public string? Period { get; init; }
    public DateOnly? Due { get; init; }
}

/// <summary>
/// When gaps are asked for: the cycle's year, the day in the authority's zone, and by when a leading group is to be set up, null where that is not known.
/// </summary>
public sealed record GapTime(int Year, DateOnly Today, DateOnly? GroupDue)
{
    /// <summary>The time of <paramref name="definition"/>'s cycle at <paramref name="now"/>.</summary>
    public static GapTime Of(CampaignDefinition definition, int year, HolidayTables tables, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(definition);
        var start = new DateOnly(year, 1, 1);
        var due = definition.LeadingGroup?.SetUp switch
        {
            { Working: true, Days: var days } => new WorkingDays(definition.Authority.Workdays, tables).Add(start, days).Date,
            { Days: var days } => start.AddDays(days),
            _ => null,
        };
        return new(year, ZoneTime.DayOf(TimeZoneInfo.FindSystemTimeZoneById(definition.Authority.Zone), now), due);
    }
}

/// <summary>
/// Lists what is not there yet (K7, K8, K9, K13): own projects that a track asks for, leading groups without a day on which they were set up, pieces of targets
/// that nobody has taken on, record cards of every period that has begun. Whoever has left owes nothing.
/// </summary>
public static class RecordGaps
{
    /// <summary>The gaps of <paramref name="state"/>, by kind, target and period. A track is asked for a target's piece once anybody in it has one.</summary>
    /// <param name="targets">Targets that are split within the participant's track.</param>
    public static IReadOnlyList<RecordGap> Of(CampaignDefinition definition, ParticipantState state, IReadOnlyCollection<string> targets, GapTime time)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentNullException.ThrowIfNull(time);
        if (state.Left is not null)
            return [];
        var (tally, track) = (state.Records ?? RecordTally.None, definition.Track(state.Track));
        var gaps = new List<RecordGap>();
        if (track.OwnProjects is { } projects && tally.Of(RecordKind.OwnProject) < projects.Count.From)
            gaps.Add(Gap(RecordKind.OwnProject));
        if (track.RecordCard is { } rhythm)
        {
            gaps.AddRange(CardPeriods.Begun(rhythm, time.Year, time.Today).Where(p => !tally.Cards.ContainsKey(p.Id(time.Year)))
                .Select(p => Gap(RecordKind.RecordCard) with { Period = p.Id(time.Year), Due = p.LastDay(time.Year) }));
        }
        gaps.AddRange(targets.Except(tally.Targets).Order(StringComparer.Ordinal).Select(t => Gap(RecordKind.TargetPiece, t)));
        if (definition.LeadingGroup is not null && track.Enters.Individual is null && tally.GroupSetUpOn is null)
            gaps.Add(Gap(RecordKind.LeadingGroup) with { Due = time.GroupDue });
        return gaps;

        RecordGap Gap(RecordKind kind, string? target = null) => new(state.Track, state.Unit, state.Area, kind, target);
    }
}
