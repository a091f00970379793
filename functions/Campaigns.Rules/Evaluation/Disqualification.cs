using System.Globalization;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Evaluation;

/// <summary>
/// Bars a participant from honours 取消评先评优资格 (E5). Where the year's outcome is there already, honour and attainment are withdrawn 摘牌, and its ledger
/// says so; rank and score stand.
/// </summary>
public static class Disqualification
{
    /// <summary>
    /// The participant with <paramref name="standing"/>. Of two, the one that holds longer stays, the earlier where they hold equally long.
    /// </summary>
    public static Accepted<ParticipantState> Of(ParticipantState state, Standing standing)
    {
        var barred = state with { Standing = state.Standing is { } there && there.UntilYear >= standing.UntilYear ? there : standing };
        var facts = new List<LedgerFact>
        {
            Fact(state, Acts.Disqualified, standing, new()
            {
                ["until"] = standing.UntilYear.ToString(CultureInfo.InvariantCulture),
                ["accountable"] = string.Join(' ', standing.Accountable),
            }),
        };
        if (state.Outcome is { } outcome && (outcome.Honoured || outcome.Attained))
        {
            barred = barred with { Outcome = outcome with { Honoured = false, Attained = false } };
            facts.Add(Fact(state, Acts.HonourWithdrawn, standing, new()
            {
                ["honoured"] = outcome.Honoured ? "true" : "false",
                ["attained"] = outcome.Attained ? "true" : "false",
            }));
        }
        if (state.Selection is { Honour: { Withdrawn: null } honour } selection)
            barred = barred with { Selection = selection with { Honour = honour with { Withdrawn = new(standing.At, standing.By, standing.Reason) } } };
        return new Accepted<ParticipantState>(barred, facts);
    }

    private static LedgerFact Fact(ParticipantState state, string act, Standing standing, Dictionary<string, string> facts)
    {
        facts["finding"] = standing.Finding;
        return new(act, standing.By, $"{state.Track}/{state.Unit}", facts, standing.Reason);
    }
}
