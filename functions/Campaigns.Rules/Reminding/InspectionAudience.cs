using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Reminding;

/// <summary>
/// Whom a rung speaks to about a participant: as <see cref="Audiences"/> resolves it and, in an inspection phase (E2), the inspector who has the visit before
/// them; where visits are not announced, only those of the tiers above.
/// </summary>
public static class InspectionAudience
{
    private static readonly Audience[] Above = [Audience.ParentReviewer, Audience.ParentLeader, Audience.Authority];

    public static IReadOnlyList<Recipient> Of(ParticipantState participant, Phase phase, Rung rung, Ladder ladder, Contacts contacts)
    {
        if (phase.Kind != PhaseKind.Inspection)
            return Audiences.Resolve(rung, ladder, contacts);
        var told = Audiences.Resolve(rung, ladder, contacts).Where(r => phase.Announced || Above.Contains(r.As));
        return participant.Phase(phase.Id).Drawn?.Inspector is { } inspector
            ? [new Recipient(inspector, Audience.Authority), .. told.Where(r => r.Person != inspector)]
            : [.. told];
    }
}
