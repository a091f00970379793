using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Plans;
using Campaigns.App.Pledges;
using Campaigns.App.Selecting;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Cycles;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Pledges;
using Campaigns.Rules.Reminding;
using Xunit;

namespace Campaigns.App.Tests.Reminders;

/// <summary>Every notice names its deadline by the authority's clocks, whatever the server's.</summary>
public sealed class NoticeTimesTests
{
    private static readonly CampaignDefinition Definition =
        DefinitionReader.Read(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", "chosen-quarter.yaml"))).Definition!;

    private static readonly CycleContext Cycle = new(
        "chosen-drive-2026", 2026, Definition, CyclePlanner.Plan(Definition, 2026, HolidayTables.Bundled), 1, CycleState.Running);

    [Fact]
    public void PlanSentBack_NamesItsDeadlineInTheAuthoritysTime()
    {
        var back = new PhaseState { Status = SheetStatus.Returned, Returns = 1, ReworkUntil = new DateTimeOffset(2026, 3, 27, 10, 0, 0, TimeSpan.Zero) };
        var contacts = Contacts.Nobody with { Reporters = ["p-1"] };
        var notice = Assert.Single(PlanNotices.SentBack(Cycle, new("c", "g-1", "villages", "v-01"), Definition.Phase("q1"), back, "缺少目标", contacts));
        Assert.Equal("请于2026-03-27 18:00前补正后重新报备。理由：缺少目标", notice.Text.Zh);
        Assert.Equal("Complete it and file it again by 2026-03-27 18:00. Reason: 缺少目标", notice.Text.In("en"));
    }

    [Fact]
    public void ReportedPledge_IsToldToTheReviewersOnceADay_WithTheTimeToAnswer()
    {
        // 23:30 in Shanghai on the 26th; the next report comes after midnight there.
        var content = new PledgeContent(PledgeKind.Organisation, PledgeDirection.Down, "修路", "群众", "公开栏", DateTimeOffset.MaxValue);
        var pledge = new Pledge(content, PledgeStatus.Reported)
        {
            ReportedAt = new DateTimeOffset(2026, 3, 26, 15, 30, 0, TimeSpan.Zero),
            ConfirmUntil = new DateTimeOffset(2026, 4, 2, 10, 0, 0, TimeSpan.Zero),
        };
        var notices = PledgeNotices.Reported(Cycle, "大河村", pledge, ["p-1", "p-2"]);
        Assert.Equal(["p-1", "p-2"], notices.Select(n => n.Recipient));
        Assert.All(notices, n => Assert.Equal(("pledgesReported|2026-03-26", new DateTimeOffset(2026, 3, 25, 16, 0, 0, TimeSpan.Zero)), (n.Id, n.At)));
        Assert.Equal("大河村等报告了承诺兑现情况，请于2026-04-02 18:00前确认或否认。", notices[0].Text.Zh);
        Assert.Contains("confirm or deny by 2026-04-02 18:00", notices[0].Text.In("en"), StringComparison.Ordinal);
        var next = PledgeNotices.Reported(Cycle, "大河村", pledge with { ReportedAt = pledge.ReportedAt!.Value.AddHours(1) }, ["p-1"]);
        Assert.Equal("pledgesReported|2026-03-27", Assert.Single(next).Id);
    }

    [Fact]
    public void SelectionReminder_NamesItsDeadlineInTheAuthoritysTime()
    {
        var window = Cycle.Plan.Window("nominate") with { DueAt = new DateTimeOffset(2026, 4, 14, 10, 0, 0, TimeSpan.Zero) };
        Assert.EndsWith("截止时间：2026-04-14 18:00。", SelectionReminders.TextOf(Cycle, window).Zh);
        Assert.EndsWith("due at —.", SelectionReminders.TextOf(Cycle, window with { DueAt = null }).In("en"));
    }
}
