using Campaigns.App.Bulletins;
using Campaigns.App.Completeness;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Evaluation;
using Campaigns.App.Reminders;
using Campaigns.App.Storage;
using Campaigns.Portal.Completeness;
using Campaigns.Portal.Cycles;
using Campaigns.Portal.Notices;
using Campaigns.Portal.Rankings;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Pages;

/// <summary>
/// Loads what the pages of a year show. Each page costs a few requests, whatever the number of participants: figures come from the rows of the roll-up.
/// </summary>
public sealed class CycleViews(
    CycleStore cycles,
    CycleContexts contexts,
    RollUp rollUp,
    TrackRanking ranking,
    Inbox inbox,
    BulletinPress press,
    DirectoryCache directory,
    CampaignClock clock)
{
    const int LatestNotices = 5;
    const int BestPlaces = 5;
    static readonly TimeSpan NamesAge = TimeSpan.FromSeconds(60);

    /// <summary>The year as <paramref name="visit"/>'s caller sees it, and its zone; null where there is no such cycle.</summary>
    public async Task<(CycleView View, string Zone)?> CycleAsync(string cycle, Visit visit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(visit);
        if (await contexts.GetAsync(cycle, cancellationToken) is not { } context
            || await cycles.ReadSnapshotAsync(cycle, cancellationToken) is not { } snapshot)
            return null;
        var (lines, countedAt) = await PhasesAsync(context, snapshot.Cycle.Windows, cancellationToken);
        var view = new CycleView(cycle, context.Definition.Title, context.Year, snapshot.Cycle.State, snapshot.Cycle.Participants, clock.Now)
        {
            Theme = context.Definition.Programme.Themes.GetValueOrDefault(context.Year),
            ParkedGroups = snapshot.Groups.Count(g => g.Parked is not null),
            Timeline = TimelineOf(context.Definition, snapshot),
            Completeness = lines,
            CountedAt = countedAt,
            Notices = (await NoticesAsync(visit.Caller.Person, LatestNotices, null, cancellationToken)).Notices,
            Rankings = IsDecided(snapshot) ? await BestAsync(context, visit.Language, cancellationToken) : [],
            Bulletins =
            [
                .. (await press.ListAsync(cycle, cancellationToken)).Reverse()
                    .Select(b => new BulletinLink(b.Title, b.Period, b.PublishedAt, $"/cycles/{cycle}/bulletins/{b.Id}")),
            ],
        };
        return (view, context.Definition.Authority.Zone);
    }

    /// <summary>A phase by area, and the zone; null where the cycle or the phase is not there.</summary>
    public async Task<(PhaseView View, CycleContext Cycle)?> PhaseAsync(string cycle, string phase, string language, CancellationToken cancellationToken)
    {
        if (await contexts.GetAsync(cycle, cancellationToken) is not { } context)
            return null;
        var (lines, countedAt) = await PhasesAsync(context, context.Plan.Windows, cancellationToken);
        if (lines.FirstOrDefault(l => l.Id == phase) is not { } line)
            return null;
        var names = await directory.GetAsync(NamesAge, cancellationToken);
        var areas = await rollUp.AreasAsync(cycle, phase, cancellationToken);
        var named = areas
            .Select(a => (Unit: names.Unit(a.Key), Line: new Portal.Completeness.AreaLine(a.Key, names.Unit(a.Key)?.NameIn(language) ?? a.Key, a.Value)))
            .OrderBy(a => a.Unit?.Level == "department").ThenBy(a => a.Line.Id, StringComparer.Ordinal)
            .Select(a => a.Line);
        return (new(context.Definition.Title, context.Year, line, [.. named], clock.Now, countedAt), context);
    }

    /// <summary>
    /// The places of a track after a rank, <paramref name="limit"/> at most, and whether there are more; null where the cycle or the track is not there.
    /// </summary>
    public async Task<(TrackPlaces Track, bool More, CycleContext Cycle)?> RankingAsync(
        string cycle, string track, int after, int limit, string language, CancellationToken cancellationToken)
    {
        if (await contexts.GetAsync(cycle, cancellationToken) is not { } context
            || context.Definition.Tracks.FirstOrDefault(t => t.Id == track) is not { } found)
            return null;
        var (places, more) = await PlacesAsync(context, found, after, limit, language, cancellationToken);
        return (places, more, context);
    }

    /// <summary>A part of a person's inbox, and where the next part begins.</summary>
    public async Task<(IReadOnlyList<NoticeItem> Notices, string? Last)> NoticesAsync(
        string person, int limit, string? after, CancellationToken cancellationToken)
    {
        var (notices, last) = await inbox.ReadAsync(person, limit, after, cancellationToken);
        return ([.. notices.Select(n => new NoticeItem(n.At, n.Kind, n.Title, n.Text))], last);
    }

    async Task<(List<PhaseLine> Lines, DateTimeOffset? CountedAt)> PhasesAsync(
        CycleContext context, IReadOnlyList<PhaseWindow> windows, CancellationToken cancellationToken)
    {
        var counts = await rollUp.PhasesAsync(context.Cycle, cancellationToken);
        var lines = context.Definition.Phases
            .Where(p => counts.ContainsKey(p.Id))
            .Select(p => new PhaseLine(
                p.Id, p.Title, p.Period.Id(context.Year), windows.Single(w => w.Phase == p.Id), counts[p.Id].Rates, $"/cycles/{context.Cycle}/phases/{p.Id}"))
            .OrderBy(l => l.Window.OpensAt ?? DateTimeOffset.MaxValue)
            .ToList();
        return (lines, counts.Count == 0 ? null : counts.Values.Max(c => c.AsAt));
    }

    async Task<List<TrackPlaces>> BestAsync(CycleContext context, string language, CancellationToken cancellationToken)
    {
        var tracks = new List<TrackPlaces>();
        foreach (var track in context.Definition.Tracks)
        {
            var (places, _) = await PlacesAsync(context, track, 0, BestPlaces, language, cancellationToken);
            if (places.Places.Count > 0)
                tracks.Add(places);
        }
        return tracks;
    }

    async Task<(TrackPlaces Track, bool More)> PlacesAsync(
        CycleContext context, Track track, int after, int limit, string language, CancellationToken cancellationToken)
    {
        var names = await directory.GetAsync(NamesAge, cancellationToken);
        var places = new List<Place>();
        var more = false;
        await foreach (var ranked in ranking.ReadAsync(context.Cycle, track.Id, after, limit + 1, cancellationToken))
        {
            more = places.Count == limit;
            if (more)
                break;
            var area = names.AreaOf(ranked.Unit);
            places.Add(new(
                NameOf(names, ranked.Unit, language), area is null || area == ranked.Unit ? null : NameOf(names, area, language), ranked.Outcome));
        }
        return (new(track.Title, track.Select?.Quota, places, $"/cycles/{context.Cycle}/ranking/{track.Id}"), more);
    }

    static string NameOf(DirectorySnapshot names, string participant, string language) =>
        names.Unit(participant)?.NameIn(language) ?? names.PersonNameOf(participant, language) ?? participant;

    static bool IsDecided(CycleSnapshot snapshot) =>
        snapshot.Milestones.Any(m => m is { State: MilestoneState.Done, Milestone.Kind: MilestoneKind.Rank or MilestoneKind.Decide });

    static List<PhaseTimeline> TimelineOf(CampaignDefinition definition, CycleSnapshot snapshot)
    {
        var ordered = snapshot.Milestones.OrderBy(m => m.Milestone, MilestoneOrder.Instance).ToList();
        var next = ordered.FirstOrDefault(m => m.State is MilestoneState.Pending or MilestoneState.Claimed && m.Milestone.At is not null)?.Milestone.Id;
        var byPhase = ordered
            .GroupBy(m => definition.Phases.FirstOrDefault(p => p.Id == m.Milestone.Phase))
            .Select(g => (Phase: g.Key, Window: snapshot.Cycle.Windows.FirstOrDefault(w => w.Phase == g.Key?.Id), Milestones: g.ToList()));
        return
        [
            .. byPhase
                .OrderBy(g => g.Phase is null).ThenBy(g => g.Window?.OpensAt ?? DateTimeOffset.MaxValue)
                .Select(g => new PhaseTimeline(
                    g.Phase?.Id ?? "-year",
                    g.Phase?.Title,
                    g.Window,
                    [
                        .. g.Milestones.Select(m => new MilestoneLine(
                            m.Milestone, RungOf(definition, g.Phase, m.Milestone), m.State, m.DoneAt, m.Milestone.Id == next)),
                    ])),
        ];
    }

    static Rung? RungOf(CampaignDefinition definition, Phase? phase, Milestone milestone) =>
        milestone.Rung is { } rung && phase?.Ladder is { } ladder ? definition.Ladder(ladder).Rungs.FirstOrDefault(r => r.Id == rung) : null;
}
