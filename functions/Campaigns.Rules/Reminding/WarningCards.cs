using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Reminding;

/// <summary>Raises the warning cards 预警 of a rung (J8).</summary>
public static class WarningCards
{
    /// <summary>
    /// Raises <paramref name="card"/> at <paramref name="milestone"/>, once: where that milestone has raised it already, or the notice no longer holds, the
    /// state stays and there are no facts.
    /// </summary>
    public static Accepted<ParticipantState> Raise(ParticipantState state, Phase phase, Milestone milestone, Card card, DateTimeOffset at)
    {
        if (!StillDue.Holds(milestone.Kind, phase.Kind, state.Phase(phase.Id)) || state.Cards.Any(c => c.Milestone == milestone.Id))
            return new Accepted<ParticipantState>(state, []);
        var raised = state with { Cards = [.. state.Cards, new WarningCard(card, milestone.Id, at)] };
        var fact = new LedgerFact(
            Acts.CardRaised, Acts.Engine, $"{state.Track}/{state.Unit}/{phase.Id}",
            new Dictionary<string, string> { ["card"] = card == Card.Red ? "red" : "yellow", ["milestone"] = milestone.Id });
        return new Accepted<ParticipantState>(raised, [fact]);
    }
}
