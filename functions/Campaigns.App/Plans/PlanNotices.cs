using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Reminding;

namespace Campaigns.App.Plans;

/// <summary>What people are told of a plan that was sent back, and of one that was not completed.</summary>
internal static class PlanNotices
{
    /// <summary>To those who write the plan.</summary>
    public static IReadOnlyList<DirectNotice> SentBack(CycleContext cycle, ParticipantKey key, Phase phase, PhaseState plan, string reason, Contacts contacts)
    {
        var until = plan.ReworkUntil!.Value;
        var day = cycle.LocalTime(until);
        return
        [
            .. contacts.Reporters.Union(contacts.Designated).Select(person => new DirectNotice(
                person, $"planReturned|{phase.Id}|{key.Track}|{key.Unit}|{plan.Returns}", until, "planReturned",
                new LocalizedText($"{phase.Title.Zh}需补正", $"{phase.Title.In("en")} needs completion"),
                new LocalizedText($"请于{day}前补正后重新报备。理由：{reason}", $"Complete it and file it again by {day}. Reason: {reason}"))),
        ];
    }

    /// <summary>To the office that a completed plan was filed with, and its leaders: its time to answer has passed.</summary>
    public static IReadOnlyList<DirectNotice> Unanswered(
        ParticipantKey key, Phase phase, int version, DateTimeOffset at, IReadOnlyList<Recipient> recipients) =>
    [
        .. recipients.Select(recipient => new DirectNotice(
            recipient.Person, $"planUnanswered|{phase.Id}|{key.Track}|{key.Unit}|{version}", at, "planUnanswered",
            new LocalizedText($"{key.Unit}：{phase.Title.Zh}待答复", $"{key.Unit}: {phase.Title.In("en")} waits for an answer"),
            new LocalizedText(
                "补正后重新报备的方案已过答复时间，请予登记或退回。", "The plan that was completed and filed again has had no answer in time: register it or send it back."))),
    ];

    /// <summary>To the unit's leader and to the tier above, which the silence concerns now.</summary>
    public static IReadOnlyList<DirectNotice> Lapsed(ParticipantKey key, Phase phase, int returns, DateTimeOffset at, Contacts contacts) =>
    [
        .. contacts.Reporters.Union(contacts.Leaders).Union(contacts.ParentLeaders).Select(person => new DirectNotice(
            person, $"planLapsed|{phase.Id}|{key.Track}|{key.Unit}|{returns}", at, "planLapsed",
            new LocalizedText($"{key.Unit}：{phase.Title.Zh}逾期未补正", $"{key.Unit}: {phase.Title.In("en")} was not completed in time"),
            new LocalizedText("退回补正的方案未按时重新报备，视为未报备。", "The plan that was sent back was not filed again in time and counts as not filed."))),
    ];
}
