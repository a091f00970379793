using System.Runtime.CompilerServices;
using Campaigns.App.Cycles;
using Campaigns.App.Participants;
using Campaigns.App.Reviews;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Inspections;

/// <summary>
/// A report's next moment in the due index (K17, J7): a rung of its ladder, or the end of its time. Acting tells whoever is to be told, records what the
/// ledger remembers, and enters the moment after it. A report that came in before its year's holiday table gets its time when that is there.
/// </summary>
public sealed class ReportDue(
    DueIndex index, ParticipantStore participants, PublicReports reports, CycleContexts cycles, ReportNotices notices, HolidayTables holidays) : IDueAction
{
    public const string DueKind = "report";

    private static readonly TimeSpan WhileUndated = TimeSpan.FromDays(1);

    public string Kind => DueKind;

    /// <summary>When a report that waits is looked at next, seen from <paramref name="now"/>.</summary>
    public static DueTime TimeOf(ParticipantKey key, PublicReport report, IReadOnlyList<TimedRung> rungs, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(key);
        ArgumentNullException.ThrowIfNull(report);
        return DueTimeOf(key, report, PublicReportSchedule.NextLook(report, rungs) ?? now + WhileUndated);
    }

    private static DueTime DueTimeOf(ParticipantKey key, PublicReport report, DateTimeOffset at) =>
        new(at, key.Cycle, key.Track, key.Unit, DueKind, report.Id);

    public async IAsyncEnumerable<DueTime> ImpliedAsync(GroupTruth truth, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(truth);
        if (!truth.Any(s => s.Reported is { Waiting.Count: > 0 }))
            yield break;
        var definition = truth.Cycle.Definition;
        // What has no time yet is looked at every day; midnight, so that it is the same for whoever asks twice.
        var undated = new DateTimeOffset(truth.Now.UtcDateTime.Date, TimeSpan.Zero) + WhileUndated;
        await foreach (var report in reports.OfGroupAsync(truth.Cycle.Cycle, truth.Group, null, cancellationToken))
        {
            if (report.State is not PublicReportState.Waiting || truth.Of(report.Track, report.Unit) is not { } participant)
                continue;
            var dated = PublicReportSchedule.Dated(definition, report, holidays);
            var next = PublicReportSchedule.NextLook(dated, PublicReportSchedule.Rungs(definition, dated, holidays));
            if (next is not null || dated.DueAt is null)
                yield return DueTimeOf(participant.Key, report, next ?? undated);
        }
    }

    public async Task ActAsync(DueTime due, DateTimeOffset now, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(due);
        if (await cycles.GetAsync(due.Cycle, cancellationToken) is not { } cycle
            || await participants.ReadAsync(due.Cycle, due.Track, due.Unit, cancellationToken) is not { State.Left: null } participant
            || await reports.ReadAsync(participant.Key, due.Subject, cancellationToken) is not { Value.State: PublicReportState.Waiting } kept)
        {
            return;
        }

        var dated = PublicReportSchedule.Dated(cycle.Definition, kept.Value, holidays);
        var rungs = PublicReportSchedule.Rungs(cycle.Definition, dated, holidays);
        ReportCase? after = null;
        var operation = new ParticipantOperation(ParticipantKeys.Hash($"report\n{participant.Key}\n{due.Subject}\n{kept.ETag}")[..32], now);
        var outcome = await participants.TransactAsync(
            participant.Key, operation,
            async (current, token) =>
            {
                var decision = PublicReportDecider.LetTimePass(new(current.State, dated), rungs, now);
                after = (decision as Accepted<ReportCase>)?.State;
                var facts = (decision as Accepted<ReportCase>)?.Facts ?? [];
                return new(
                    new Accepted<ParticipantState>(current.State, facts),
                    facts.Count == 0 && ReferenceEquals(dated, kept.Value) ? [] : [PublicReports.Write(participant.Key, after!.Report, kept.ETag)])
                {
                    Notices = after is null ? [] : await notices.PassedAsync(cycle, after, token),
                };
            },
            cancellationToken, participant);
        if (outcome is not ParticipantOutcome.Committed || after is null)
            throw new InvalidOperationException("The report kept changing.");
        if (after.Report.DueAt is null || PublicReportSchedule.NextLook(after.Report, rungs) is not null)
        {
            var next = TimeOf(participant.Key, after.Report, rungs, now);
            await index.AddAsync(next.At > now ? next : next with { At = now.AddMinutes(1) }, cancellationToken);
        }
    }
}
