using Campaigns.App.Campaigns;
using Campaigns.App.Directory;
using Campaigns.App.Programmes;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Enrolment;
using Campaigns.Rules.Participants;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Cycles;

/// <summary>What came of an attempt to start a cycle.</summary>
public abstract record StartResult
{
    public sealed record Started(Cycle Cycle) : StartResult;

    /// <summary>A cycle of that campaign and year is there already; it was left alone.</summary>
    public sealed record AlreadyThere(Cycle Cycle) : StartResult;

    public sealed record NoSuchCampaign : StartResult;

    /// <summary>The year is outside the programme.</summary>
    public sealed record YearOutsideProgramme(int FirstYear, int LastYear) : StartResult;

    /// <summary>No track lets anybody of the directory in.</summary>
    public sealed record NobodyEnters : StartResult;
}

/// <summary>
/// Starts the cycle of a year: freezes the definition's newest version, the roster and the calendar, writes all of it, and only then makes the cycle visible.
/// A start that died half-way is finished by the next one; two at once start once.
/// </summary>
public sealed partial class CycleStarter(
    CampaignStore campaigns, DirectoryCache directory, HolidayTables holidays, CycleStore cycles, Enrolment enrolment,
    PreviousYear previous, OrchestrationVersion orchestration, CampaignClock clock, ILogger<CycleStarter> log)
{
    public static string CycleId(string campaign, int year) => $"{campaign}-{year}";

    public async Task<StartResult> StartAsync(string campaign, int year, string by, CancellationToken cancellationToken)
    {
        var id = CycleId(campaign, year);
        if (await cycles.ReadAsync(id, cancellationToken) is { } there)
            return new StartResult.AlreadyThere(there);
        if (await campaigns.LatestAsync(campaign, cancellationToken) is not { } latest)
            return new StartResult.NoSuchCampaign();
        var definition = latest.Definition;
        if (year < definition.Programme.FirstYear || year > definition.Programme.LastYear)
            return new StartResult.YearOutsideProgramme(definition.Programme.FirstYear, definition.Programme.LastYear);

        definition = definition.ForYear(year);
        var before = await previous.ReadAsync(campaign, year - 1, cancellationToken);
        var people = await directory.GetFreshAsync(cancellationToken);
        var roster = Enroller.Enrol(definition, people.ToTree());
        if (roster.Participants.Count == 0)
            return new StartResult.NobodyEnters();

        foreach (var group in roster.Participants.GroupBy(p => p.Group))
        {
            var members = group.Select(p => PreviousYear.Carry(new ParticipantState
            {
                Track = p.Track,
                Unit = p.Unit,
                Parent = p.Parent,
                Area = p.Area,
                Comparable = p.Comparable,
            }, before, definition.Programme, year)).ToList();
            await enrolment.WriteRosterAsync(id, group.Key, members, cancellationToken);
        }

        var plan = CyclePlanner.Plan(definition, year, holidays);
        var now = clock.Now;
        var cycle = new Cycle
        {
            Id = id,
            Campaign = campaign,
            Version = latest.Version,
            Year = year,
            State = CycleState.Enrolling,
            Epoch = 1,
            Orchestration = orchestration.Current,
            PlanVersion = 1,
            Participants = roster.Participants.Count,
            Windows = plan.Windows,
            StartedAt = now,
            StartedBy = by,
        };
        var groups = roster.Groups.Select(g => new CycleGroup(g.Id, g.Participants, null, [], false)).ToList();
        var milestones = CycleInterpreter.AtStart(plan, now)
            .Select(m => new CycleMilestone(m.Milestone, m.State, 1, m.State == MilestoneState.Pending ? null : now, null))
            .ToList();
        if (await cycles.CreateAsync(cycle, groups, milestones, cancellationToken))
        {
            Traces.About(id, cycle.Epoch);
            LogStarted(id, latest.Version, cycle.Participants, groups.Count);
            return new StartResult.Started(cycle);
        }
        return new StartResult.AlreadyThere(await cycles.ReadAsync(id, cancellationToken) ?? cycle);
    }

    [LoggerMessage(
        EventIds.CycleStarted, LogLevel.Information, "Cycle {Cycle} has started on version {Version} with {Participants} participants in {Groups} groups",
        EventName = nameof(EventIds.CycleStarted))]
    private partial void LogStarted(string cycle, int version, int participants, int groups);
}
