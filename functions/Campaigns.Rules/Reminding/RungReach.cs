using Campaigns.Rules.Definitions;

namespace Campaigns.Rules.Reminding;

/// <summary>Whether a rung can speak to anybody at all in a phase of some kind, whoever holds which post (J6).</summary>
public static class RungReach
{
    private static readonly Audience[] Deciding = [Audience.Authority, Audience.ParentLeader];

    /// <summary>
    /// While a list is published or decided only the authority's office and its leaders have anything left to do, so that only they are told; an evaluation
    /// runs by itself and presses nobody. Everywhere else each audience has its holders.
    /// </summary>
    public static bool ReachesSomebody(PhaseKind kind, IReadOnlyCollection<Audience> to)
    {
        ArgumentNullException.ThrowIfNull(to);
        return kind switch
        {
            PhaseKind.Evaluation => false,
            PhaseKind.PublicNotice or PhaseKind.Decision => to.Any(Deciding.Contains),
            _ => to.Count > 0,
        };
    }
}
