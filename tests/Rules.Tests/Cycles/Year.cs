using System.Globalization;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Tests.Calendar;
using Xunit;

namespace Campaigns.Rules.Tests.Cycles;

/// <summary>A year of two quarters, an appraisal after the second and an evaluation, with whatever was due by an instant done.</summary>
internal static class Year
{
    public const string Phases = """
        q1: { kind: self-check, period: Q1, opens: 03-25, due: 04-10, grace: 2wd, late: 2wd, ladder: l }
        q3: { kind: self-check, period: Q3, opens: 09-22, due: 10-10, grace: 1wd, late: 2wd, ladder: l }
        h: { kind: appraisal, period: year, opens: after q3, due: 5wd, grace: 1wd, rework: 3wd }
        b: { kind: bulletin, period: Q3, opens: after q3 }
        e: { kind: evaluation, period: year, opens: 12-31, due: open }
        """;

    public const string Ladder = """
        l:
          - { at: open, to: reporter }
          - { at: due - 3wd, to: reporter }
          - { at: due + 1wd, to: leader }
          - { at: locked + 2wd, to: parent.leader, card: yellow }
        """;

    public static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    public static readonly HolidayTables Tables = Planning.ToTheEndOf2029;
    public static readonly CampaignDefinition Definition = Planning.Definition(Phases, Ladder);
    public static readonly WorkingDayShift Shift = new(new("cn", Tables), Zone);

    public static DateTimeOffset Local(string time) =>
        new DateTimeOffset(DateTime.ParseExact(time, "yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture), TimeSpan.FromHours(8)).ToUniversalTime();

    public static string Local(DateTimeOffset? at) =>
        at is null ? "—" : TimeZoneInfo.ConvertTime(at.Value, Zone).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>The cycle as it stands at <paramref name="now"/> when everything came in time.</summary>
    public static CycleProgress At(string now, CampaignDefinition? definition = null)
    {
        var plan = CyclePlanner.Plan(definition ?? Definition, 2026, Tables);
        return new(CycleState.Running, plan.Windows,
            [.. plan.Milestones.Select(m => new MilestoneProgress(m, m.At <= Local(now) ? MilestoneState.Done : MilestoneState.Pending))]);
    }

    public static CycleProgress Paused(string at) => At(at) with { State = CycleState.Paused, PausedAt = Local(at) };

    /// <summary>The cycle after a change.</summary>
    public static CycleProgress After(CycleProgress cycle, CalendarChange change) => new(change.State, change.Windows,
        [.. cycle.Milestones.Select(m => change.Milestones.FirstOrDefault(c => c.Milestone.Id == m.Milestone.Id) ?? m)])
    {
        PausedAt = change.PausedAt,
        ChangedAt = change.At,
    };

    public static T Accepted<T>(Decision<T> decision) => Assert.IsType<Accepted<T>>(decision).State;

    public static PhaseWindow Window(this CalendarChange change, string phase) => change.Windows.Single(w => w.Phase == phase);

    public static MilestoneProgress Milestone(this CalendarChange change, string id) => change.Milestones.Single(m => m.Milestone.Id == id);
}
