using System.Globalization;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Honouring;

/// <summary>Who holds which post at a participant at one moment, by person id; what consequences name.</summary>
public sealed record PostHolders(IReadOnlyDictionary<ConsequenceTarget, IReadOnlyList<string>> People)
{
    public static PostHolders Nobody { get; } = new(new Dictionary<ConsequenceTarget, IReadOnlyList<string>>());

    public IReadOnlyList<string> Of(ConsequenceTarget target) => People.TryGetValue(target, out var people) ? people : [];
}

/// <summary>What becomes of an honour once it is decided (G5, K16, L5): given, with its consequences; re-checked; withdrawn.</summary>
public static class HonourDecider
{
    /// <summary>
    /// The participant as the decision leaves it: honour and consequences for one on the list, the consequences of failing for one that failed. Given once: a
    /// participant that has it already stays as it is, so that a second run changes nothing. One disqualified since the list was made gets none (E5).
    /// </summary>
    public static ParticipantState Conclude(
        ParticipantState state, Track track, Standard standard, FinalDecision decision, int year, PostHolders holders)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(decision);
        var selection = state.Selection ?? SelectionState.None;
        if (decision.Units.Contains(state.Unit))
        {
            if (selection.Honour is not null || state.Standing is not null)
                return state;
            var until = track.Honour?.ValidYears is { } years ? new DateOnly(year + years, 12, 31) : (DateOnly?)null;
            return state with
            {
                Selection = selection with
                {
                    Honour = new HonourState(decision.Basis, decision.At, until),
                    Consequences = Consequences(track.Consequences.Honoured, state.Unit, holders),
                },
            };
        }
        if (selection.Consequences.Count > 0 || track.Consequences.Failed.Count == 0 || !Failed(state, track, standard))
            return state;
        return state with { Selection = selection with { Consequences = Consequences(track.Consequences.Failed, state.Unit, holders) } };
    }

    /// <summary>
    /// The participant of a track that everybody may attain 达标创建 and nobody is selected in (K2, K16), once it is evaluated: the consequences of success for
    /// one that attained, those of failing for one that failed. Given once, like an honour's; a post that changes hands later changes nothing.
    /// </summary>
    public static ParticipantState ConcludeAttaining(ParticipantState state, Track track, Standard standard, PostHolders holders)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(track);
        var selection = state.Selection ?? SelectionState.None;
        if (track.Select is not null || selection.Consequences.Count > 0)
            return state;
        var terms = state.Outcome is { Attained: true } ? track.Consequences.Honoured : Failed(state, track, standard) ? track.Consequences.Failed : [];
        var consequences = Consequences(terms, state.Unit, holders);
        return consequences.Count == 0 ? state : state with { Selection = selection with { Consequences = consequences } };
    }

    /// <summary>
    /// Vetoed, or below the least grade that the track asks for: that of attaining where it attains, else that of selecting; a track that asks for none has
    /// nobody who fails by score.
    /// </summary>
    public static bool Failed(ParticipantState state, Track track, Standard standard) =>
        state.Outcome is { } outcome && (outcome.Vetoed || !standard.Reaches(outcome.Score, track.Attain?.Grade ?? track.Select?.MinimumGrade));

    /// <summary>Each term for the unit, or once for each holder of the post; a post that nobody held leaves no consequence.</summary>
    public static IReadOnlyList<Consequence> Consequences(IEnumerable<ConsequenceTerm> terms, string unit, PostHolders holders) => [.. terms
        .SelectMany(term => (term.To == ConsequenceTarget.Unit ? [unit] : holders.Of(term.To))
            .Select(who => new Consequence(term.Kind, term.To, who, term.For, term.Text)))];

    /// <summary>摘牌: the authority takes an honour back, with a reason; its consequences stay on record.</summary>
    public static Decision<ParticipantState> Withdraw(ParticipantState state, string by, string reason, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Standing(state) is { } refusal)
            return Decision.Refuse<ParticipantState>(refusal);
        if (string.IsNullOrWhiteSpace(reason))
            return Decision.Refuse<ParticipantState>(RefusalCode.ReasonMissing, "reason");
        if (SheetValidation.TooLong(reason, "reason") is { } tooLong)
            return Decision.Refuse<ParticipantState>(tooLong);
        var honour = state.Selection!.Honour!;
        var next = state with
        {
            Selection = state.Selection with { Honour = honour with { Withdrawn = new HonourWithdrawal(now, by, reason) } },
            Outcome = state.Outcome is { } outcome ? outcome with { Honoured = false } : null,
        };
        return Decision.Accept(
            next, new LedgerFact(Acts.HonourWithdrawn, by, $"{state.Track}/{state.Unit}", new Dictionary<string, string> { ["basis"] = honour.Basis }, reason));
    }

    /// <summary>复核: the honour was looked at again for <paramref name="year"/> and stands; once a year.</summary>
    public static Decision<ParticipantState> Recheck(ParticipantState state, int year, string by, string? note)
    {
        ArgumentNullException.ThrowIfNull(state);
        if (Standing(state) is { } refusal)
            return Decision.Refuse<ParticipantState>(refusal);
        var honour = state.Selection!.Honour!;
        if (honour.Rechecked.Contains(year))
            return Decision.Refuse<ParticipantState>(RefusalCode.AlreadyRechecked);
        if (honour.ValidUntil is { } until && year > until.Year)
            return Decision.Refuse<ParticipantState>(RefusalCode.HonourExpired);
        if (SheetValidation.TooLong(note, "note") is { } tooLong)
            return Decision.Refuse<ParticipantState>(tooLong);
        var next = state with { Selection = state.Selection with { Honour = honour with { Rechecked = [.. honour.Rechecked.Append(year).Order()] } } };
        var facts = new Dictionary<string, string> { ["year"] = year.ToString(CultureInfo.InvariantCulture) };
        return Decision.Accept(next, new LedgerFact(Acts.HonourRechecked, by, $"{state.Track}/{state.Unit}", facts, note));
    }

    static Refusal? Standing(ParticipantState state) => state.Selection?.Honour switch
    {
        null => new Refusal(RefusalCode.NotHonoured),
        { Withdrawn: not null } => new Refusal(RefusalCode.AlreadyWithdrawn),
        _ => null,
    };
}
