using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Feeds;

/// <summary>What a feed is about in one cycle: whose deadlines are shown one by one, and whose reviewers' work is shown.</summary>
/// <param name="Own">Units that the person reports for, or the person itself.</param>
/// <param name="Beside">Units that the person leads, looks after or instructs: shown together, those of one parent.</param>
/// <param name="Above">Units that the person reviews for: those right below are shown together.</param>
public sealed record FeedScope(IReadOnlySet<string> Own, IReadOnlySet<string> Beside, IReadOnlySet<string> Above);

/// <summary>A cycle as a feed sees it.</summary>
/// <param name="PlanVersion">Rises with every change of the calendar.</param>
public sealed record FeedCycle(string Id, CampaignDefinition Definition, IReadOnlyList<PhaseWindow> Windows, int PlanVersion, CycleState State);

/// <summary>
/// A person's deadlines as entries of a calendar (J23). An own unit has an entry a phase, by its own dates, and one for each return; whoever reviews has one
/// entry a phase for all units right below, whoever looks after units one for these, and one more for each that has dates of its own. The sequence counts what can move or end a deadline, so that it
/// never falls: changes of the calendar, extensions, what was handed in and returned.
/// </summary>
public static class DeadlineFeed
{
    /// <summary>The entries in order of their instants.</summary>
    /// <param name="nameOf">What a unit or person is called.</param>
    /// <param name="language"><c>zh</c> or <c>en</c>.</param>
    public static IReadOnlyList<CalendarEntry> Of(
        FeedCycle cycle, FeedScope scope, IEnumerable<ParticipantState> participants, Func<string, string> nameOf, string language)
    {
        ArgumentNullException.ThrowIfNull(cycle);
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(participants);
        ArgumentNullException.ThrowIfNull(nameOf);
        var (entries, together) = (new List<CalendarEntry>(), new Dictionary<(string Phase, string How, string Above), List<ParticipantState>>());
        foreach (var state in participants)
        {
            foreach (var phase in cycle.Definition.PhasesOf(state.Track).Where(p => p.Kind.IsAwaited()))
            {
                if (cycle.Windows.FirstOrDefault(w => w.Phase == phase.Id) is not { } plan)
                    continue;
                if (phase.By is Actor.Self && scope.Own.Contains(state.Unit))
                    entries.AddRange(OwnOf(cycle, state, phase, plan, nameOf, language));
                var above = phase.By is Actor.Authority ? cycle.Definition.Authority.Unit : state.Parent;
                var how = scope.Above.Contains(above) ? "below"
                    : phase.By is Actor.Self && scope.Beside.Contains(state.Unit) && !scope.Own.Contains(state.Unit) ? "beside"
                    : null;
                if (how is null)
                    continue;
                if (together.TryGetValue((phase.Id, how, above), out var same))
                    same.Add(state);
                else
                    together[(phase.Id, how, above)] = [state];
            }
        }
        foreach (var ((id, how, above), states) in together)
        {
            var (phase, plan) = (cycle.Definition.Phase(id), cycle.Windows.First(w => w.Phase == id));
            // All count for the sequence, or it would fall when one of them gets dates of its own and is shown by itself.
            var sequence = cycle.PlanVersion + states.Sum(s => MovesOf(s, id)) + (cycle.State is CycleState.Cancelled ? 1 : 0);
            var usual = states.Where(s => !s.Dates.Extends(plan)).ToList();
            entries.AddRange(BelowOf(cycle, phase, usual, plan, nameOf(above), $"{cycle.Id}.{id}.{how}.{above}@campaigns", sequence, language));
            foreach (var state in states.Except(usual))
            {
                var uid = $"{cycle.Id}.{id}.{how}.{above}.{state.Track}.{state.Unit}@campaigns";
                entries.AddRange(BelowOf(cycle, phase, [state], state.Dates.Window(plan), nameOf(state.Unit), uid, sequence, language));
            }
        }
        return [.. entries.OrderBy(e => e.At).ThenBy(e => e.Uid, StringComparer.Ordinal)];
    }

    private static IEnumerable<CalendarEntry> OwnOf(
        FeedCycle cycle, ParticipantState state, Phase phase, PhaseWindow plan, Func<string, string> nameOf, string language)
    {
        var (at, window, name) = (state.Phase(phase.Id), state.Dates.Window(plan), nameOf(state.Unit));
        var ended = state.Left is not null || cycle.State is CycleState.Cancelled;
        var sequence = cycle.PlanVersion + MovesOf(state, phase.Id) + (cycle.State is CycleState.Cancelled ? 1 : 0);
        if (window.DueAt is { } due)
        {
            yield return new(
                $"{cycle.Id}.{phase.Id}.{state.Track}.{state.Unit}@campaigns", due, sequence, ended || IsOver(at),
                Title(phase, name, language), Text(window, cycle.Definition, language));
        }
        if (at.Returns > 0 && at.ReworkUntil is { } until)
        {
            var rework = IsEnglish(language) ? "Rework" : "修改";
            yield return new(
                $"{cycle.Id}.{phase.Id}.{state.Track}.{state.Unit}.rework{at.Returns}@campaigns", until, sequence, ended || at.Status is not SheetStatus.Returned,
                $"{rework}: {Title(phase, name, language)}", "");
        }
    }

    private static IEnumerable<CalendarEntry> BelowOf(
        FeedCycle cycle, Phase phase, List<ParticipantState> states, PhaseWindow window, string name, string uid, int sequence, string language)
    {
        if (window.DueAt is not { } due)
            yield break;
        var waiting = states.Count(s => s.Left is null && !IsOver(s.Phase(phase.Id)));
        var text = IsEnglish(language) ? $"{waiting} of {states.Count} still open" : $"共{states.Count}个，尚有{waiting}个未完成";
        yield return new(
            uid, due, sequence, cycle.State is CycleState.Cancelled || waiting == 0, Title(phase, name, language),
            $"{text}\n{Text(window, cycle.Definition, language)}");
    }

    // What is counted once weighs more than the flags together, which can fall again.
    private static int MovesOf(ParticipantState state, string phase)
    {
        var at = state.Phase(phase);
        var counted = state.Dates.Extensions.Count(e => e.Phase == phase && e.State is ExtensionState.Granted) + at.Version + at.Returns;
        return 4 * counted + (at.Fulfilled is null ? 0 : 1) + (at.Status is SheetStatus.Accepted or SheetStatus.Silent ? 1 : 0) + (state.Left is null ? 0 : 1);
    }

    private static bool IsOver(PhaseState at) => at.HandedIn || at.Fulfilled is not null || at.Status is not SheetStatus.Open;

    private static bool IsEnglish(string language) => language.StartsWith("en", StringComparison.OrdinalIgnoreCase);

    private static string Title(Phase phase, string name, string language) => $"{phase.Title.In(language)} · {name}";

    private static string Text(PhaseWindow window, CampaignDefinition definition, string language)
    {
        var english = IsEnglish(language);
        var zone = TimeZoneInfo.FindSystemTimeZoneById(definition.Authority.Zone);
        string Local(DateTimeOffset instant) =>
            TimeZoneInfo.ConvertTime(instant, zone).ToString("yyyy-MM-dd HH:mm", System.Globalization.CultureInfo.InvariantCulture);
        var lines = new List<string> { definition.Title.In(language), $"{(english ? "Due" : "截止")} {Local(window.DueAt!.Value)} ({definition.Authority.Zone})" };
        if (window.LockedAt is { } locked && locked > window.DueAt)
            lines.Add($"{(english ? "Nothing is taken after" : "此后不再受理")} {Local(locked)}");
        return string.Join('\n', lines);
    }
}
