using Azure;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Panels;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Selecting;

/// <summary>A track's panel (J15): named by the authority, assigned by seed, scored by its members, closed at the lock or by the authority.</summary>
public sealed class PanelDesk(SelectionDesk desk, SelectionStore store, PanelScores scores, ParticipantStore participants, ParticipationIndex index)
{
    private const int MostMembers = 1000;

    public async Task<IResult> ReadAsync(SelectionScene scene, CancellationToken cancellationToken)
    {
        if (scene.Path.Panel is null)
            return Problems.NotFound($"panel in track {scene.Track.Id}");
        var kept = await store.ReadAsync<PanelRoster>(scene.Cycle.Cycle, scene.Track.Id, SelectionStore.Panel, cancellationToken);
        return await AnswerAsync(scene, kept?.Value, kept?.ETag, cancellationToken);
    }

    /// <summary>Names the panel, or changes it; work of those excused is given to others.</summary>
    public async Task<IResult> NameAsync(SelectionScene scene, PanelBody body, Precondition precondition, CancellationToken cancellationToken)
    {
        if (scene.Path.Panel is not { } phase)
            return Problems.NotFound($"panel in track {scene.Track.Id}");
        var people = await desk.PeopleAsync(cancellationToken);
        if (Check(body, people) is { } bad)
            return bad;
        var kept = await store.ReadAsync<PanelRoster>(scene.Cycle.Cycle, scene.Track.Id, SelectionStore.Panel, cancellationToken);
        var before = kept?.Value ?? new([], scene.Caller.Person, scene.ReceivedAt);
        var members = body.Members.Select(m => MemberOf(m, people)).OrderBy(m => m.Person, StringComparer.Ordinal).ToList();
        var gone = before.Members.Select(m => m.Person).Except(members.Select(m => m.Person)).ToHashSet(StringComparer.Ordinal);
        if (gone.Count > 0 && (await scores.AllAsync(scene.Cycle.Cycle, scene.Track.Id, cancellationToken)).Any(s => gone.Contains(s.Member)))
            return scene.Problem(new Refusal(RefusalCode.PanelMemberHasScored));

        var roster = Assigned(scene.Cycle, scene.Track, before with { Members = members, By = scene.Caller.Person, At = scene.ReceivedAt });
        // Asked after the work, so that a repeat of what was just done is answered as done.
        if (kept is not null && Same(kept.Value, roster))
            return await AnswerAsync(scene, kept.Value, kept.ETag, cancellationToken);
        if (precondition.Check(kept?.ETag) is { } stale)
            return stale;
        var written = await store.WriteAsync(scene.Cycle.Cycle, scene.Track.Id, SelectionStore.Panel, roster, kept?.ETag, cancellationToken);
        return written is { } etag ? await AnswerAsync(scene, roster, etag, cancellationToken) : Problems.PreconditionFailed();
    }

    /// <summary>Takes the caller's score about a participant; the same score again changes nothing.</summary>
    public async Task<IResult> ScoreAsync(
        SelectionScene scene, string unit, PanelScoreBody body, Precondition precondition, CancellationToken cancellationToken)
    {
        if (scene.Path.Panel is not { } phase || await index.GroupOfAsync(scene.Cycle.Cycle, scene.Track.Id, unit, cancellationToken) is not { } group)
            return Problems.NotFound($"participant {unit} before a panel in track {scene.Track.Id}");
        var key = new ParticipantKey(scene.Cycle.Cycle, group, scene.Track.Id, unit);
        var roster = (await store.ReadAsync<PanelRoster>(key.Cycle, key.Track, SelectionStore.Panel, cancellationToken))?.Value;
        var member = scene.Caller.Person;
        var before = await scores.ReadAsync(key, member, cancellationToken);
        if (before is not null && before.Value.Score == body.Score && before.Value.Comment == body.Comment)
            return Answers.Ok(AnswerOf(before.Value), before.ETag);

        var panel = new PanelScene(
            phase, scene.Window(phase), scene.Standard, roster?.Member(member), roster?.Candidates.FirstOrDefault(c => c.Unit == unit) ?? new(unit, []),
            roster?.Assignment.Has(unit, member) ?? false, roster?.Held.Contains(unit) ?? false);
        var score = new StoredPanelScore(key.Track, unit, member, body.Score, body.Comment, scene.ReceivedAt);
        var row = PanelScores.Write(key, score, before?.ETag);
        if (precondition is not Precondition.Unstated && precondition.Check(before?.ETag) is { } stale)
            return stale;
        var operation = new ParticipantOperation(
            ParticipantKeys.Hash($"panel\n{member}\n{key}\n{body.Score}\n{body.Comment}\n{before?.ETag}")[..32], scene.ReceivedAt);
        var outcome = await participants.TransactAsync(
            key, operation,
            (current, _) => ValueTask.FromResult(new ParticipantWrite(
                PanelDecider.Score(current.State, panel, body.Score, body.Comment, before?.Value.Score, scene.ReceivedAt), [row])),
            cancellationToken);
        return outcome switch
        {
            ParticipantOutcome.Committed committed => Answers.Ok(
                AnswerOf(score), committed.ETags.TryGetValue(row.Entity.RowKey, out var etag) ? etag : null),
            ParticipantOutcome.RowConflict => Problems.PreconditionFailed(),
            _ => OutcomeAnswer.Of(outcome, operation, new ParticipantScene(scene.Caller, scene.Cycle, key, scene.ReceivedAt))!,
        };
    }

    /// <summary>The authority closes a held panel: who has its quorum by now is scored, the others by what there is, with the reason.</summary>
    public async Task<IResult> CloseAsync(SelectionScene scene, string reason, CancellationToken cancellationToken)
    {
        if (scene.Path.Panel is not { } phase)
            return Problems.NotFound($"panel in track {scene.Track.Id}");
        var kept = await store.ReadAsync<PanelRoster>(scene.Cycle.Cycle, scene.Track.Id, SelectionStore.Panel, cancellationToken);
        if (kept is null || kept.Value.Held.Count == 0)
            return kept?.Value.ClosedReason is null ? Problems.Conflict("panelNotHeld", "The panel is not held below its quorum.")
                : await AnswerAsync(scene, kept.Value, kept.ETag, cancellationToken);
        if (string.IsNullOrWhiteSpace(reason))
            return scene.Problem(new Refusal(RefusalCode.ReasonMissing, "reason"));
        var results = await ResultsAsync(scene.Cycle, scene.Track, kept.Value, kept.Value.Held, 1, cancellationToken);
        await store.PutAllAsync(scene.Cycle.Cycle, scene.Track.Id, results.Select(r => (SelectionStore.Results + r.Unit, r)), cancellationToken);
        foreach (var result in results.Where(r => r.Score is not null))
            await ApplyAsync(scene, phase, result, reason, cancellationToken);
        var closed = kept.Value with { Held = [.. results.Where(r => r.Score is null).Select(r => r.Unit)], ClosedReason = reason };
        var written = await store.WriteAsync(scene.Cycle.Cycle, scene.Track.Id, SelectionStore.Panel, closed, kept.ETag, cancellationToken);
        return written is { } etag ? await AnswerAsync(scene, closed, etag, cancellationToken) : Problems.PreconditionFailed();
    }

    /// <summary>The assignment of a roster's candidates, by the cycle's own seed.</summary>
    internal static PanelRoster Assigned(CycleContext cycle, Track track, PanelRoster roster) => roster with
    {
        Assignment = PanelAssigner.Assign(
            $"{cycle.Cycle}|{track.Id}", roster.Candidates, roster.Members, track.Panel ?? PanelTerms.Usual, roster.Assignment),
    };

    /// <summary>What the panel comes to about <paramref name="units"/>; scores of members excused without their votes, or in conflict by now, do not
    /// count.</summary>
    internal async Task<IReadOnlyList<PanelResult>> ResultsAsync(
        CycleContext cycle, Track track, PanelRoster roster, IReadOnlyCollection<string> units, int? quorum, CancellationToken cancellationToken)
    {
        var candidates = roster.Candidates.ToDictionary(c => c.Unit);
        var given = (await scores.AllAsync(cycle.Cycle, track.Id, cancellationToken))
            .Where(s => candidates.ContainsKey(s.Unit) && roster.Member(s.Member) is { } m && m.Excused is not { VotesCount: false }
                && !m.ConflictsWith(candidates[s.Unit]))
            .Select(s => new PanelScore(s.Unit, s.Member, s.Score)).ToList();
        return PanelClosing.Close(track.Panel ?? PanelTerms.Usual, cycle.Definition.Standard(track.Standard).Scale, units, given, quorum);
    }

    private async Task ApplyAsync(SelectionScene scene, Phase phase, PanelResult result, string reason, CancellationToken cancellationToken)
    {
        if (await participants.ReadAsync(scene.Cycle.Cycle, scene.Track.Id, result.Unit, cancellationToken) is not { } participant)
            return;
        var fact = new LedgerFact(
            Acts.PanelClosed, scene.Caller.Person, $"{scene.Track.Id}/{result.Unit}/{phase.Id}",
            new Dictionary<string, string>
            {
                ["score"] = result.Score!.Value.ToString("0.##", System.Globalization.CultureInfo.InvariantCulture),
                ["votes"] = $"{result.Votes.Count}"
            }, reason);
        await participants.TransactAsync(
            participant.Key, new ParticipantOperation(ParticipantKeys.Hash($"panel-close\n{participant.Key}\n{result.Score}")[..32], scene.ReceivedAt),
            (current, _) => ValueTask.FromResult(ParticipantWrite.Of(current.State.Phase(phase.Id).Score == result.Score
                ? Rules.Participants.Decision.Accept(current.State)
                : Rules.Participants.Decision.Accept(
                    current.State.With(phase.Id, current.State.Phase(phase.Id) with { Score = result.Score, Status = SheetStatus.Accepted }), fact))),
            cancellationToken);
    }

    private static IResult? Check(PanelBody body, DirectorySnapshot people)
    {
        var errors = new Dictionary<string, string[]>();
        if (body.Members.Count > MostMembers)
            errors["members"] = [$"has more than {MostMembers} entries"];
        for (var i = 0; i < Math.Min(body.Members.Count, MostMembers); i++)
        {
            var member = body.Members[i];
            if (people.Person(member.Person) is null)
                errors[$"members[{i}].person"] = ["names nobody in the directory"];
            else if (body.Members.Take(i).Any(m => m.Person == member.Person))
                errors[$"members[{i}].person"] = ["is listed twice"];
            if (member.Excused is { } excused && string.IsNullOrWhiteSpace(excused.Reason))
                errors[$"members[{i}].excused.reason"] = ["is required"];
            if (member.Conflicts is { Count: > 200 } || member.Conflicts?.Any(c => !RequestReader.IsSlug(c)) == true)
                errors[$"members[{i}].conflicts"] = ["must be at most 200 ids"];
        }
        return errors.Count == 0 ? null : Problems.Validation(errors);
    }

    private static PanelMember MemberOf(PanelMemberBody body, DirectorySnapshot people)
    {
        var person = people.Person(body.Person)!;
        // The authority's own unit stands above everybody and is nobody's conflict.
        var units = person.Assignments.Select(a => a.Unit).Append(person.Unit).Where(u => u != people.Root).Distinct().Order(StringComparer.Ordinal);
        return new(body.Person, [.. units], [.. (body.Conflicts ?? []).Distinct().Order(StringComparer.Ordinal)],
            body.Excused is { } excused ? new PanelExcuse(excused.Reason, excused.VotesCount) : null);
    }

    private static bool Same(PanelRoster before, PanelRoster now) => before.By == now.By && Text(before) == Text(now);

    private static string Text(PanelRoster roster) => Storage.StorageJson.Write(roster.Members);

    private static PanelScoreAnswer AnswerOf(StoredPanelScore score) => new(score.Unit, score.Member, score.Score, score.Comment, score.At);

    private async Task<IResult> AnswerAsync(SelectionScene scene, PanelRoster? roster, ETag? etag, CancellationToken cancellationToken)
    {
        roster ??= new([], "", default);
        var terms = scene.Track.Panel ?? PanelTerms.Usual;
        if (!await desk.MayAsync(scene, Act.ReadSelection, cancellationToken))
        {
            var me = scene.Caller.Person;
            var mine = roster.Assignment.Members.Where(a => a.Value.Contains(me)).ToDictionary(a => a.Key, _ => (IReadOnlyList<string>)[me]);
            return Answers.Ok(new PanelAnswer(
                scene.Track.Id, scene.Path.Panel?.Id, terms, [.. roster.Members.Where(m => m.Person == me)], mine, [], [], roster.ClosedAt, null, 0, 0, []),
                    etag);
        }
        var excused = roster.Members.Where(m => m.Excused is not null).ToDictionary(m => m.Person, m => m.Excused!.VotesCount);
        var given = excused.Count == 0 ? [] : await scores.AllAsync(scene.Cycle.Cycle, scene.Track.Id, cancellationToken);
        var results = roster.ClosedAt is null ? []
            : await store.ListAsync<PanelResult>(scene.Cycle.Cycle, scene.Track.Id, SelectionStore.Results, cancellationToken);
        return Answers.Ok(new PanelAnswer(
            scene.Track.Id, scene.Path.Panel?.Id, terms, roster.Members, roster.Assignment.Members, roster.Assignment.BelowQuorum, roster.Held, roster.ClosedAt,
            roster.ClosedReason, given.Count(s => excused.TryGetValue(s.Member, out var counts) && counts),
            given.Count(s => excused.TryGetValue(s.Member, out var counts) && !counts), results), etag);
    }
}
