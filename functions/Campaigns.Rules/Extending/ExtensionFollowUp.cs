using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reminding;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Extending;

/// <summary>
/// What an extended participant's own dates ask for now: <see cref="Decision"/> is its state then, <see cref="Tell"/> the rung to tell of, null where there is
/// nothing to tell, <see cref="NextAt"/> when to look again, null when it is over.
/// </summary>
public sealed record FollowedUp(Accepted<ParticipantState> Decision, Milestone? Tell, DateTimeOffset? NextAt);

/// <summary>
/// Reminds, escalates and locks an extended participant by its own dates (J1), as the waves do with the others. After an outage only the last rung of those
/// missed is told; each fires once.
/// </summary>
public static class ExtensionFollowUp
{
    /// <summary>
    /// When <see cref="Decide"/> has something to do at the earliest, seen from <paramref name="now"/>: a rung or a lock that has passed and was not seen to, else
    /// the first moment that comes; null without an extension in force, and when all is behind.
    /// </summary>
    public static DateTimeOffset? NextLook(
        ParticipantState state, CampaignDefinition definition, Phase phase, PhaseWindow plan, HolidayTables tables, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(phase);
        var fired = state.Dates.Of(phase.Id)?.Fired ?? [];
        var open = state.Phase(phase.Id).Status is SheetStatus.Open;
        return ExtensionDays.Milestones(definition, phase, plan, state.Dates, tables)
            .FirstOrDefault(m => m.At > now || (m.Rung is { } rung ? !fired.Contains(rung) : open))?.At;
    }

    public static FollowedUp Decide(
        ParticipantState state, CampaignDefinition definition, Phase phase, PhaseWindow plan, HolidayTables tables, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(phase);
        var milestones = ExtensionDays.Milestones(definition, phase, plan, state.Dates, tables);
        if (milestones.Count == 0)
            return new(new(state, []), null, null);
        var extension = state.Dates.Of(phase.Id)!;
        var due = milestones.Where(m => m.Rung is { } rung && m.At <= now && !extension.Fired.Contains(rung)).ToList();
        var facts = new List<LedgerFact>();
        var tell = due.LastOrDefault(m => StillDue.Holds(m.Kind, phase.Kind, state.Phase(phase.Id)));
        if (due.Count > 0)
        {
            extension = extension with { Fired = [.. extension.Fired, .. due.Select(m => m.Rung!)] };
            state = state with
            {
                Dates = state.Dates with { Extensions = [.. state.Dates.Extensions.Select(e => e.Id == extension.Id ? extension : e)] },
            };
        }
        if (tell is not null)
        {
            facts.Add(new(
                tell.Kind is MilestoneKind.Escalate ? Acts.Escalated : Acts.Reminded, Acts.Engine, $"{state.Track}/{state.Unit}/{phase.Id}",
                new Dictionary<string, string> { ["milestone"] = tell.Id, ["extension"] = extension.Id }));
            if (definition.Ladder(phase.Ladder!).Rungs.Single(r => r.Id == tell.Rung).Card is { } card)
            {
                var raised = WarningCards.Raise(state, phase, tell, card, now);
                state = raised.State;
                facts.AddRange(raised.Facts);
            }
        }
        if (state.Phase(phase.Id).Status is SheetStatus.Open && state.Dates.Window(plan).At(now) is Timeliness.Locked)
        {
            state = state.With(phase.Id, state.Phase(phase.Id) with { Status = SheetStatus.Silent });
            facts.Add(new(
                Acts.PhaseSilent, Acts.Engine, $"{state.Track}/{state.Unit}/{phase.Id}", new Dictionary<string, string> { ["extension"] = extension.Id }));
        }
        return new(new(state, facts), tell, milestones.FirstOrDefault(m => m.At > now)?.At);
    }
}
