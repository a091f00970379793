using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Pledges;

namespace Campaigns.Rules.People;

/// <summary>
/// What a participant's state becomes when its unit moves, ends, is split or merged (J20). Each rule may be applied twice, which changes nothing more; neither
/// splitting nor merging loses a point: every successor has every score of its predecessor, a merged participant in each phase the better of the two.
/// <para>Carried over are scores, statuses, dates, cards and bars. Sheets, appraisals, evidence and the ledger stay under the name of the unit that wrote
/// them, as they were handed in; <see cref="PhaseState.SheetOf"/> names it wherever a score rests on one, so that it is still read, shown and scored again.
/// Pledges, which cannot be had twice, are copied to one heir.</para>
/// </summary>
public static class Transfers
{
    /// <summary>The unit hangs below another one: who appraises it, and where it is counted.</summary>
    public static Decision<ParticipantState> Move(ParticipantState state, string parent, string area, string by, string why)
    {
        ArgumentNullException.ThrowIfNull(state);
        return (state.Parent, state.Area) == (parent, area)
            ? Decision.Accept(state)
            : Decision.Accept(
                state with { Parent = parent, Area = area },
                new LedgerFact(Acts.UnitMoved, by, Subject(state), new Dictionary<string, string>
                {
                    ["parentBefore"] = state.Parent,
                    ["areaBefore"] = state.Area,
                    ["parent"] = parent,
                    ["area"] = area,
                }, why));
    }

    /// <summary>The participant ends; from now on it takes nothing, so that what others carry on of it does not change under them.</summary>
    public static Decision<ParticipantState> Leave(ParticipantState state, UnitChange change, DateTimeOffset at, string by, string why)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(change);
        if (state.Left is { } left)
        {
            return left.Kind == change.Kind && left.Into.SequenceEqual(change.Into)
                ? Decision.Accept(state)
                : Decision.Refuse<ParticipantState>(RefusalCode.UnitLeft);
        }
        return Decision.Accept(
            state with { Left = new Departure(change.Kind, change.Into, at) },
            new LedgerFact(Acts.UnitLeft, by, Subject(state), new Dictionary<string, string>
            {
                ["kind"] = change.Kind.ToString().ToLowerInvariant(),
                ["into"] = string.Join(' ', change.Into),
            }, why));
    }

    /// <summary>
    /// What a successor begins with after a split: all that <paramref name="source"/> had, except the pledges, which are the heir's alone.
    /// </summary>
    public static ParticipantState Inherit(ParticipantState source, string successor, bool heir)
    {
        ArgumentNullException.ThrowIfNull(source);
        return source with
        {
            Unit = successor,
            Left = null,
            Origins = [.. source.Origins, source.Unit],
            Pledges = heir ? source.Pledges : null,
            Phases = Named(source),
        };
    }

    /// <summary>
    /// <paramref name="target"/> takes in what <paramref name="source"/> had: in each phase the better of the two, the pledges of both, the warning cards of
    /// both, and a bar from honours, which nobody loses by being merged.
    /// </summary>
    public static Decision<ParticipantState> Absorb(ParticipantState target, ParticipantState source, string by, string why)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(source);
        if (target.Left is not null)
            return Decision.Refuse<ParticipantState>(RefusalCode.UnitLeft);
        if (target.Origins.Contains(source.Unit))
            return Decision.Accept(target);
        var theirs = Named(source);
        var phases = target.Phases.Keys.Union(theirs.Keys)
            .ToDictionary(id => id, id => Better(target.Phase(id), theirs.GetValueOrDefault(id) ?? PhaseState.Untouched));
        var merged = target with
        {
            Phases = phases,
            Cards = [.. target.Cards.Concat(source.Cards).OrderBy(c => c.At)],
            Pledges = target.Pledges is null && source.Pledges is null ? null : (target.Pledges ?? PledgeTally.None) + (source.Pledges ?? PledgeTally.None),
            Standing = target.Standing ?? source.Standing,
            Origins = [.. target.Origins, .. source.Origins, source.Unit],
        };
        var taken = phases.Where(p => p.Value != target.Phase(p.Key)).Select(p => p.Key).Order(StringComparer.Ordinal);
        return Decision.Accept(merged, new LedgerFact(Acts.UnitAbsorbed, by, Subject(target), new Dictionary<string, string>
        {
            ["from"] = source.Unit,
            ["phases"] = string.Join(' ', taken),
        }, why));
    }

    /// <summary>
    /// The better of two states of a phase: what was handed in before what was not, then the higher score, then what was handed in earlier; the first of two
    /// that are equal. A veto is a fact about what happened, so it stays whichever is taken.
    /// </summary>
    public static PhaseState Better(PhaseState one, PhaseState other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        var best = Compare(one, other) >= 0 ? one : other;
        return one.Vetoed || other.Vetoed ? best with { Vetoed = true } : best;
    }

    /// <summary>The phases with the name of the unit under which each sheet stands.</summary>
    private static Dictionary<string, PhaseState> Named(ParticipantState source) => source.Phases.ToDictionary(
        p => p.Key, p => p.Value.HandedIn || p.Value.Score is not null ? p.Value with { SheetOf = p.Value.SheetOf ?? source.Unit } : p.Value);

    private static int Compare(PhaseState one, PhaseState other) =>
        one.HandedIn.CompareTo(other.HandedIn) is not 0 and var handedIn ? handedIn
        : (one.Score ?? -1).CompareTo(other.Score ?? -1) is not 0 and var score ? score
        : (other.SubmittedAt ?? DateTimeOffset.MaxValue).CompareTo(one.SubmittedAt ?? DateTimeOffset.MaxValue);

    private static string Subject(ParticipantState state) => $"{state.Track}/{state.Unit}";
}
