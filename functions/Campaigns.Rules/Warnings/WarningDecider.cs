using System.Globalization;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Warnings;

/// <summary>
/// Warning cards 预警 by rule (E4): each method tells the rules what has happened to a participant and answers with its cards as they are then. A rule raises
/// one card for one subject and no second while that is open, so that telling twice changes nothing more. Whatever raises a yellow card also asks the rules
/// for repeated yellow. A red card stands beside the yellow ones and clears none of them.
/// </summary>
public static class WarningDecider
{
    /// <summary>The phase <paramref name="phase"/> locked and the participant is silent in it.</summary>
    public static Accepted<ParticipantState> Silent(ParticipantState state, IReadOnlyList<WarningRule> rules, Phase phase, DateTimeOffset at) =>
        state.Phase(phase.Id).Status != SheetStatus.Silent
            ? new(state, [])
            : Raise(state, rules, at, phase.Id, r => r.When is PhaseSilent silent && (silent.Kind is not { } kind || kind == phase.Kind));

    /// <summary>
    /// A sheet came in: cards that wait for the next one on time are cleared, late ones and indicators under their floor raise cards. <paramref
    /// name="measured"/> holds what it reported by measure, <paramref name="targets"/> the targets of those clauses that have one.
    /// </summary>
    public static Accepted<ParticipantState> HandedIn(
        ParticipantState state, IReadOnlyList<WarningRule> rules, Phase phase, IReadOnlyDictionary<string, decimal> measured,
        IReadOnlyDictionary<string, decimal> targets, DateTimeOffset at)
    {
        var timeliness = state.Phase(phase.Id).Timeliness;
        var cleared = timeliness == Timeliness.OnTime
            ? ClearWhere(state, at, phase.Id, card => RuleOf(rules, card)?.Clears == WarningClearing.NextOnTime && card.Subject != phase.Id)
            : new Accepted<ParticipantState>(state, []);
        var late = Raise(cleared.State, rules, at, phase.Id,
            r => timeliness == Timeliness.Late && r.When is PhaseLate rule && (rule.Kind is not { } kind || kind == phase.Kind));
        var facts = new List<LedgerFact>([.. cleared.Facts, .. late.Facts]);
        var now = late.State;
        foreach (var (measure, value) in measured.OrderBy(m => m.Key, StringComparer.Ordinal))
        {
            var target = targets.TryGetValue(measure, out var t) ? t : (decimal?)null;
            var recovered = ClearWhere(now, at, phase.Id, card => card.Subject == measure && RuleOf(rules, card) is { Clears: WarningClearing.Recovered } rule
                && !IsBelow(rule.When, measure, value, target));
            var below = Raise(recovered.State, rules, at, measure, r => IsBelow(r.When, measure, value, target));
            now = below.State;
            facts.AddRange([.. recovered.Facts, .. below.Facts]);
        }
        return new(now, facts);
    }

    /// <summary>
    /// What <paramref name="content"/> reports by measure, for <see cref="HandedIn"/>; a measure of several clauses counts with its lowest value.
    /// </summary>
    public static (IReadOnlyDictionary<string, decimal> Measured, IReadOnlyDictionary<string, decimal> Targets) Indicators(
        Standard standard, SheetContent content)
    {
        var measured = new Dictionary<string, decimal>(StringComparer.Ordinal);
        var targets = new Dictionary<string, decimal>(StringComparer.Ordinal);
        foreach (var clause in standard.Clauses)
        {
            if (clause.Rule is MeasureRule { Target: > 0 } rule)
                targets[rule.Measure] = rule.Target;
            if (Measures.Named(clause.Rule).Measure is not { } measure || content.Answer(clause.Id) is not { Measured: { } value } answer)
                continue;
            if (clause.Rule is RatioRule)
            {
                // A ratio is its own share: its floor is one of the whole.
                (value, targets[measure]) = (answer.Of > 0 ? value / answer.Of.Value : 0, 1);
            }
            measured[measure] = measured.TryGetValue(measure, out var other) ? Math.Min(value, other) : value;
        }
        return (measured, targets);
    }

    /// <summary>The finding's time has passed without a fix.</summary>
    public static Accepted<ParticipantState> FindingOverdue(ParticipantState state, IReadOnlyList<WarningRule> rules, string finding, DateTimeOffset at) =>
        Raise(state, rules, at, finding, r => r.When is FindingOverdue);

    /// <summary>The finding is closed: what was raised for it is cleared where the rule says so.</summary>
    public static Accepted<ParticipantState> FindingClosed(ParticipantState state, IReadOnlyList<WarningRule> rules, string finding, DateTimeOffset at) =>
        ClearWhere(state, at, finding, card => card.Subject == finding && RuleOf(rules, card)?.Clears == WarningClearing.Closed);

    /// <summary>A card was raised otherwise, by a rung: where that makes repeated yellow, the rules for it speak.</summary>
    public static Accepted<ParticipantState> Repeated(ParticipantState state, IReadOnlyList<WarningRule> rules, DateTimeOffset at)
    {
        var open = state.Cards.Count(c => c.IsOpen && c.Card == Card.Yellow);
        var (now, facts) = (state, new List<LedgerFact>());
        foreach (var rule in rules.Where(r => r.Concerns(state.Track) && r.When is RepeatedYellow repeated && open >= repeated.Count))
            (now, facts) = RaiseOne(now, facts, rule, null, at);
        return new(now, facts);
    }

    /// <summary>The authority clears a card by decision, for a reason.</summary>
    public static Decision<ParticipantState> Clear(ParticipantState state, string card, string reason, string by, DateTimeOffset at)
    {
        if (state.Cards.FirstOrDefault(c => c.Id == card) is not { } found)
            return Decision.Refuse<ParticipantState>(RefusalCode.CardUnknown, "id", new Dictionary<string, string> { ["card"] = card });
        if (!found.IsOpen)
            return Decision.Refuse<ParticipantState>(RefusalCode.CardCleared);
        if (string.IsNullOrWhiteSpace(reason))
            return Decision.Refuse<ParticipantState>(RefusalCode.ReasonMissing, "reason");
        if (SheetValidation.TooLong(reason, "reason") is { } tooLong)
            return Decision.Refuse<ParticipantState>(tooLong);
        return Cleared(state, found, new CardClearing(at, by, reason));
    }

    private static Accepted<ParticipantState> Raise(
        ParticipantState state, IReadOnlyList<WarningRule> rules, DateTimeOffset at, string subject, Func<WarningRule, bool> applies)
    {
        var (now, facts) = (state, new List<LedgerFact>());
        foreach (var rule in rules.Where(r => r.Concerns(state.Track) && applies(r)))
            (now, facts) = RaiseOne(now, facts, rule, subject, at);
        if (facts.Count == 0)
            return new(state, []);
        var repeated = Repeated(now, rules, at);
        return new(repeated.State, [.. facts, .. repeated.Facts]);
    }

    private static (ParticipantState State, List<LedgerFact> Facts) RaiseOne(
        ParticipantState state, List<LedgerFact> facts, WarningRule rule, string? subject, DateTimeOffset at)
    {
        // A silent phase stays silent and a late sheet stays late: one card for it, whatever has become of the card since.
        var once = rule.When is PhaseSilent or PhaseLate;
        if (state.Cards.Any(c => c.Rule == rule.Id && c.Subject == subject && (once || c.IsOpen)))
            return (state, facts);
        var number = state.Cards.Count(c => c.Rule == rule.Id) + 1;
        var card = new WarningCard(rule.Card, "", at)
        {
            Id = string.Create(CultureInfo.InvariantCulture, $"{rule.Id}-{number}"),
            Rule = rule.Id,
            Subject = subject,
        };
        facts.Add(new(Acts.CardRaised, Acts.Engine, $"{state.Track}/{state.Unit}/{card.Id}", new Dictionary<string, string>
        {
            ["card"] = rule.Card == Card.Red ? "red" : "yellow",
            ["rule"] = rule.Id,
            ["subject"] = subject ?? "",
        }));
        return (state with { Cards = [.. state.Cards, card] }, facts);
    }

    private static Accepted<ParticipantState> ClearWhere(ParticipantState state, DateTimeOffset at, string why, Func<WarningCard, bool> applies)
    {
        var (now, facts) = (state, new List<LedgerFact>());
        foreach (var card in state.Cards.Where(c => c.IsOpen && applies(c)))
        {
            var cleared = Cleared(now, card, new CardClearing(at, Acts.Engine, why));
            (now, facts) = (cleared.State, [.. facts, .. cleared.Facts]);
        }
        return new(now, facts);
    }

    private static Accepted<ParticipantState> Cleared(ParticipantState state, WarningCard card, CardClearing clearing) => new(
        state with { Cards = [.. state.Cards.Select(c => c.Id == card.Id ? c with { Cleared = clearing } : c)] },
        [new(Acts.CardCleared, clearing.By, $"{state.Track}/{state.Unit}/{card.Id}", new Dictionary<string, string>(), clearing.Why)]);

    private static WarningRule? RuleOf(IReadOnlyList<WarningRule> rules, WarningCard card) => rules.FirstOrDefault(r => r.Id == card.Rule);

    private static bool IsBelow(WarningTrigger trigger, string measure, decimal value, decimal? target) =>
        trigger is IndicatorBelow below && below.Measure == measure
        && (below.OfTarget ? target is { } whole && value < below.Floor * whole : value < below.Floor);
}
