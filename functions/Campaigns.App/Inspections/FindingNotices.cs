using System.Globalization;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Cycles.Waves;
using Campaigns.App.Directory;
using Campaigns.App.Participants;
using Campaigns.App.Reminders;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Participants;
using RuleContacts = Campaigns.Rules.Reminding.Contacts;

namespace Campaigns.App.Inspections;

/// <summary>
/// What people are told about findings, one by one (E3): the owner when one is opened or a fix is rejected, the inspector when a fix came in, a rung's people.
/// </summary>
public sealed class FindingNotices(DirectoryCache directory)
{
    /// <summary>A new finding, to the unit's reporters and leaders.</summary>
    public Task<IReadOnlyList<DirectNotice>> OpenedAsync(ParticipantScene at, FindingCase found, CancellationToken cancellationToken) => ComposeAsync(
        at.Cycle, at.Key, found.Participant, found.Finding, "opened", at.ReceivedAt, c => [.. c.Reporters, .. c.Leaders],
        new("发现问题，限期整改", "A finding to be rectified"), cancellationToken);

    /// <summary>What a person's act means for the others.</summary>
    public Task<IReadOnlyList<DirectNotice>> ChangedAsync(ParticipantScene at, FindingCommand command, FindingCase after, CancellationToken cancellationToken)
    {
        var number = after.Finding.Rejections.ToString(CultureInfo.InvariantCulture);
        return command switch
        {
            ReportFix =>
                ComposeAsync(at, after, "fixed-" + number, c => [after.Finding.FoundBy], new("整改已报告，请核查", "A fix awaits your verification"), cancellationToken),
            RejectFix => ComposeAsync(at, after, "rejected-" + number, Own, new("整改未通过，须继续整改", "A fix was rejected"), cancellationToken),
            VerifyFix => ComposeAsync(at, after, "closed", Own, new("问题已销号", "A finding is closed"), cancellationToken),
            ExtendFinding => ComposeAsync(at, after, "extended", Own, new("整改期限已延长", "A deadline was extended"), cancellationToken),
            ReportFalsified => ComposeAsync(at, after, Undecided(after), c => c.Authority,
                new("有人报告弄虚作假，请认定", "A falsification was reported and awaits your decision"), cancellationToken),
            ConfirmFalsified => ComposeAsync(at, after, "confirmed", c => [.. Own(c), .. c.ParentLeaders],
                new("认定弄虚作假，取消评先评优资格", "A falsification is confirmed: disqualified from honours"), cancellationToken),
            _ => Task.FromResult<IReadOnlyList<DirectNotice>>([]),
        };
    }

    /// <summary>The rung that fired, the verification that is late, the falsification that is not decided.</summary>
    public async Task<IReadOnlyList<DirectNotice>> PassedAsync(
        CycleContext cycle, ParticipantKey key, FindingCase after, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var told = new List<DirectNotice>();
        if (after.Speaks is { } rung)
        {
            var title = rung.Escalates
                ? new LocalizedText("问题整改已逾期", "A rectification is overdue")
                : new LocalizedText("问题整改即将到期", "A rectification is due soon");
            told.AddRange(await ComposeAsync(
                cycle, key, after.Participant, after.Finding, $"rung-{rung.Id}-{after.Finding.Rejections}-{(after.Finding.Extended ? "e" : "d")}", rung.At,
                c => rung.To.SelectMany(c.Of), title, cancellationToken));
        }
        if (after.Presses is { } pressing)
            told.AddRange(await PressingAsync(cycle, key, after, pressing, cancellationToken));
        if (after.AsksForVerification)
        {
            told.AddRange(await ComposeAsync(
                cycle, key, after.Participant, after.Finding, "verify-" + after.Finding.Rejections.ToString(CultureInfo.InvariantCulture), now,
                c => [after.Finding.FoundBy, .. c.Authority], new("整改核查已超时", "A verification is overdue"), cancellationToken));
        }
        return told;
    }

    private async Task<IReadOnlyList<DirectNotice>> PressingAsync(
        CycleContext cycle, ParticipantKey key, FindingCase after, TimedRung rung, CancellationToken cancellationToken)
    {
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var contacts = WaveContacts.Of(after.Participant, cycle.Definition.Authority.Unit, people);
        var title = rung.Escalates
            ? new LocalizedText("弄虚作假认定已逾期", "A reported falsification has not been decided in time")
            : new LocalizedText("请在期限内认定弄虚作假报告", "A reported falsification awaits your decision");
        var (unit, until) = (people.NameOf(key.Unit), cycle.LocalTime(after.Finding.Falsification!.DecideBy!.Value));
        var zone = cycle.Definition.Authority.Zone;
        var text = new LocalizedText(
            $"{unit}：{after.Finding.Text}\n认定期限：{until}（{zone}）\n", $"{unit}: {after.Finding.Text}\nTo be decided by {until} ({zone})\n");
        return
        [
            .. Answerers.Told(rung, contacts.Authority, cycle.Definition, after.Participant, people)
                .Select(p => new DirectNotice(p, $"finding|{after.Finding.Id}|{Undecided(after)}|{rung.Id}", rung.At, "finding", title, text)),
        ];
    }

    /// <summary>One report of a falsification among several about the same finding.</summary>
    private static string Undecided(FindingCase after) =>
        "falsified-" + after.Finding.Falsification!.ReportedAt.UtcDateTime.ToString("yyyyMMddHHmmss", CultureInfo.InvariantCulture);

    private Task<IReadOnlyList<DirectNotice>> ComposeAsync(
        ParticipantScene at, FindingCase after, string what, Func<RuleContacts, IEnumerable<string>> whom, LocalizedText title,
        CancellationToken cancellationToken) =>
        ComposeAsync(at.Cycle, at.Key, after.Participant, after.Finding, what, at.ReceivedAt, whom, title, cancellationToken);

    private async Task<IReadOnlyList<DirectNotice>> ComposeAsync(
        CycleContext cycle, ParticipantKey key, ParticipantState participant, Finding finding, string what, DateTimeOffset at,
        Func<RuleContacts, IEnumerable<string>> whom, LocalizedText title, CancellationToken cancellationToken)
    {
        var people = await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken);
        var contacts = WaveContacts.Of(participant, cycle.Definition.Authority.Unit, people);
        var unit = people.NameOf(key.Unit);
        var (due, zone) = (cycle.LocalTime(finding.DueAt), cycle.Definition.Authority.Zone);
        var text = new LocalizedText(
            $"{unit}：{finding.Text}\n整改期限：{due}（{zone}）\n", $"{unit}: {finding.Text}\nTo be rectified by {due} ({zone})\n");
        return [.. whom(contacts).Distinct().Select(p => new DirectNotice(p, $"finding|{finding.Id}|{what}", at, "finding", title, text))];
    }

    private static IEnumerable<string> Own(RuleContacts contacts) => [.. contacts.Reporters, .. contacts.Leaders];
}
