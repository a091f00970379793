using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Pledges;

/// <summary>
/// Rates of one kind of pledges, in per cent with two decimals: <see cref="PublishedRate"/> of those made, <see cref="KeptRate"/> of those decided, each null
/// where there are none. Targets are per cent too, null where the definition sets none; reached is null where either is.
/// </summary>
public sealed record PledgeRate(PledgeCounts Counts, decimal? PublishedRate, decimal? KeptRate, decimal? KeptTarget)
{
    public bool? KeptReached => KeptRate is { } rate && KeptTarget is { } target ? rate >= target : null;

    internal static PledgeRate Of(PledgeCounts counts, decimal? target) =>
        new(counts, Percent(counts.Published, counts.Made), Percent(counts.Kept, counts.Kept + counts.Broken), target * 100);

    internal static decimal? Percent(int part, int whole) => whole == 0 ? null : Rounding.Points(100m * part / whole);
}

/// <summary>
/// The pledges of some participants (F1): by who pledged and together. <see cref="PublicationRate"/> is held against 100 %: the published among all that were
/// made, where a participant that pledged nothing counts as one that is not published.
/// </summary>
public sealed record PledgeRates(
    int Expected, int Pledged, PledgeRate Organisation, PledgeRate Member, PledgeRate Overall, decimal? PublicationRate, decimal? PublicationTarget)
{
    public bool? PublicationReached => PublicationRate is { } rate && PublicationTarget is { } target ? rate >= target : null;

    /// <summary>The rates over <paramref name="participants"/>; those whose track does not go through <paramref name="phase"/> are left out.</summary>
    public static PledgeRates Of(Phase phase, IEnumerable<ParticipantState> participants)
    {
        ArgumentNullException.ThrowIfNull(phase);
        ArgumentNullException.ThrowIfNull(participants);
        var rules = phase.Pledges ?? PledgeRules.Usual;
        var (expected, pledged, none) = (0, 0, 0);
        var sum = PledgeTally.None;
        foreach (var participant in participants.Where(p => phase.Concerns(p.Track)))
        {
            var tally = participant.Pledges ?? PledgeTally.None;
            var all = tally.Organisation + tally.Member;
            expected++;
            pledged += all.Published > 0 ? 1 : 0;
            none += all.Made == 0 ? 1 : 0;
            sum += tally;
        }
        var overall = sum.Organisation + sum.Member;
        return new(
            expected, pledged,
            PledgeRate.Of(sum.Organisation, rules.KeptByOrganisations),
            PledgeRate.Of(sum.Member, rules.KeptByMembers),
            PledgeRate.Of(overall, null),
            PledgeRate.Percent(overall.Published, overall.Made + none),
            rules.Publish * 100);
    }
}
