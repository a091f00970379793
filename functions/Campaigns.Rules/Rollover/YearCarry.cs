using System.Collections.ObjectModel;
using Campaigns.Rules.Classes;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Rollover;

/// <summary>
/// What a year hands on (B5, J24). Criteria, units and calendar rules come from the definition and the directory as they are; statuses, scores, evidence,
/// cards and individual dates begin anew; of the year before remain its result, and what the programme says is carried.
/// </summary>
public static class YearCarry
{
    /// <summary>
    /// The enrolled participant of <paramref name="year"/> with what it brings from <paramref name="before"/>, its state at the end of the year before.
    /// </summary>
    public static ParticipantState Into(ParticipantState enrolled, ParticipantState before, IReadOnlyCollection<Carried> carries, int year)
    {
        ArgumentNullException.ThrowIfNull(enrolled);
        ArgumentNullException.ThrowIfNull(before);
        ArgumentNullException.ThrowIfNull(carries);
        var honour = carries.Contains(Carried.Honours) && (before.Selection?.Honour ?? before.Carried?.Honour) is { Withdrawn: null } standing
            && (standing.ValidUntil is not { } until || until >= new DateOnly(year, 1, 1)) ? standing : null;
        var outcome = before.Outcome;
        return enrolled with
        {
            Standing = carries.Contains(Carried.Disqualifications) ? before.Standing?.In(year) : null,
            Start = carries.Contains(Carried.Classes) ? ClassRules.Carry(outcome) ?? before.Start : null,
            Carried = new CarriedResult(
                year - 1, outcome?.Score, outcome?.Grade, outcome?.Rank, outcome?.Attained ?? false, outcome?.Honoured ?? false, honour),
        };
    }

    /// <summary>
    /// Of <paramref name="before"/> what <see cref="Into"/> reads: whoever carries a year over holds everybody's. It brings the same along as the whole does.
    /// </summary>
    public static ParticipantState Kept(ParticipantState before)
    {
        ArgumentNullException.ThrowIfNull(before);
        return new()
        {
            Track = before.Track,
            Unit = before.Unit,
            Parent = "",
            Area = "",
            Phases = ReadOnlyDictionary<string, PhaseState>.Empty,
            Standing = before.Standing,
            Start = before.Start,
            Carried = before.Carried,
            Selection = before.Selection?.Honour is { } honour ? SelectionState.None with { Honour = honour } : null,
            Outcome = before.Outcome is null ? null : before.Outcome with { Places = null },
        };
    }
}
