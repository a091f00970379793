using System.Globalization;
using System.Text.Json.Serialization;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Votes;

/// <summary>A vote in numbers: codes issued, and ballots by option. Nothing of it says who voted, or what a code was used for (K12).</summary>
public sealed record VoteTally(int Issued, IReadOnlyDictionary<string, int> Ballots)
{
    [JsonIgnore]
    public int Cast => Ballots.Values.Sum();

    /// <summary>The share (0–1) of issued codes that were used; null before any were issued.</summary>
    [JsonIgnore]
    public decimal? Turnout => Issued == 0 ? null : (decimal)Cast / Issued;
}

/// <summary>What can be asked of a vote.</summary>
public abstract record VoteCommand;

/// <summary>Codes for <see cref="Count"/> voters in all; more can be issued later, never fewer.</summary>
public sealed record IssueCodes(int Count, Reviewer By) : VoteCommand;

/// <summary>One ballot. Whoever asks has made sure that its code is one of those issued, and is used once.</summary>
public sealed record CastBallot(string Option) : VoteCommand;

/// <summary>The engine's count at the phase's lock. Safe to repeat.</summary>
public sealed record CountVote : VoteCommand;

/// <summary>
/// The satisfaction vote of one participant (K12). Ballots are taken while the window is open; at its lock the score is the mean worth of the ballots on the
/// standard's scale, or none where too few took part. Single ballots leave no trace in the ledger, because order would tell who.
/// </summary>
public static class VoteDecider
{
    /// <summary>The most codes of one participant's vote.</summary>
    public const int MostCodes = 5_000;

    /// <summary>Decides <paramref name="command"/> on the vote <paramref name="phase"/>, received at <paramref name="now"/> in campaign time.</summary>
    public static Decision<ParticipantState> Decide(
        ParticipantState state, Phase phase, PhaseWindow window, VoteCommand command, DateTimeOffset now, Standard standard)
    {
        if (!phase.Concerns(state.Track))
            return Decision.Refuse<ParticipantState>(RefusalCode.PhaseNotOfTrack);
        if (phase is not { Kind: PhaseKind.Vote, Vote: { } terms })
            return Decision.Refuse<ParticipantState>(RefusalCode.WrongKindOfPhase);
        var locked = window.At(now) == Timeliness.Locked || state.Phase(phase.Id).Status is SheetStatus.Accepted;
        return command switch
        {
            CountVote => Count(state, phase, terms, window, now, standard),
            _ when locked => Decision.Refuse<ParticipantState>(RefusalCode.DeadlinePassed, null, SheetDecider.Fact("lockedAt", window.LockedAt)),
            IssueCodes issue => Issue(state, phase, issue),
            CastBallot ballot => Cast(state, phase, terms, window, ballot, now),
            _ => Decision.Refuse<ParticipantState>(RefusalCode.WrongKindOfPhase),
        };
    }

    /// <summary>The score that a tally comes to on <paramref name="scale"/>: null where nobody voted or too few did.</summary>
    public static decimal? ScoreOf(VoteTerms terms, VoteTally? tally, decimal scale)
    {
        if (tally is not { Cast: > 0 } || tally.Turnout < terms.Turnout)
            return null;
        var worth = terms.Options.Sum(o => o.Worth * tally.Ballots.GetValueOrDefault(o.Id));
        return Rounding.Points(worth / tally.Cast * scale / 100);
    }

    private static Decision<ParticipantState> Issue(ParticipantState state, Phase phase, IssueCodes issue)
    {
        if (issue.By.Person == state.Unit || issue.By.OwnUnits.Contains(state.Unit))
            return Decision.Refuse<ParticipantState>(RefusalCode.ReviewerIsParticipant);
        var tally = state.Phase(phase.Id).Vote ?? new VoteTally(0, new Dictionary<string, int>());
        if (SheetValidation.OutOfRange(issue.Count, Math.Max(1, tally.Issued), MostCodes, "count") is { } outOfRange)
            return Decision.Refuse<ParticipantState>(outOfRange);
        if (issue.Count == tally.Issued)
            return Decision.Accept(state);
        return Becomes(state, phase, state.Phase(phase.Id) with { Vote = tally with { Issued = issue.Count } }, Acts.VoteCodesIssued, issue.By.Person,
            new() { ["count"] = issue.Count.ToString(CultureInfo.InvariantCulture) });
    }

    private static Decision<ParticipantState> Cast(
        ParticipantState state, Phase phase, VoteTerms terms, PhaseWindow window, CastBallot ballot, DateTimeOffset now)
    {
        if (window.At(now) == Timeliness.NotOpen)
            return Decision.Refuse<ParticipantState>(RefusalCode.NotOpenYet, null, SheetDecider.Fact("opensAt", window.OpensAt));
        if (terms.Options.All(o => o.Id != ballot.Option))
            return Decision.Refuse<ParticipantState>(RefusalCode.UnknownOption, "option", new Dictionary<string, string> { ["option"] = ballot.Option });
        var current = state.Phase(phase.Id);
        if (current.Vote is not { } tally || tally.Cast >= tally.Issued)
            return Decision.Refuse<ParticipantState>(RefusalCode.NothingToReview);
        var ballots = new SortedDictionary<string, int>(tally.Ballots.ToDictionary(), StringComparer.Ordinal);
        ballots[ballot.Option] = ballots.GetValueOrDefault(ballot.Option) + 1;
        return Decision.Accept(state.With(phase.Id, current with { Vote = tally with { Ballots = ballots } }));
    }

    private static Decision<ParticipantState> Count(
        ParticipantState state, Phase phase, VoteTerms terms, PhaseWindow window, DateTimeOffset now, Standard standard)
    {
        var current = state.Phase(phase.Id);
        if (current.Status is SheetStatus.Accepted)
            return Decision.Accept(state);
        if (window.At(now) != Timeliness.Locked)
            return Decision.Refuse<ParticipantState>(RefusalCode.NotLockedYet, null, SheetDecider.Fact("lockedAt", window.LockedAt));
        var score = ScoreOf(terms, current.Vote, standard.Scale);
        return Becomes(state, phase, current with { Status = SheetStatus.Accepted, SubmittedAt = now, Score = score }, Acts.VoteCounted, Acts.Engine, new()
        {
            ["issued"] = (current.Vote?.Issued ?? 0).ToString(CultureInfo.InvariantCulture),
            ["cast"] = (current.Vote?.Cast ?? 0).ToString(CultureInfo.InvariantCulture),
            ["score"] = score is { } points ? Scorer.Text(points) : "",
        });
    }

    private static Decision<ParticipantState> Becomes(
        ParticipantState state, Phase phase, PhaseState next, string act, string by, Dictionary<string, string> facts) =>
        Decision.Accept(state.With(phase.Id, next), new LedgerFact(act, by, $"{state.Track}/{state.Unit}/{phase.Id}", facts));
}
