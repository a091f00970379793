using System.Globalization;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Evaluation;

/// <summary>
/// Bars a participant from honours 取消评先评优资格 (E5). Where the year's outcome is there already, honour and attainment are withdrawn 摘牌, and its ledger
/// says so; rank and score stand. What the track's definition has follow for those that failed follows here too (K16), at once.
/// </summary>
public static class Disqualification
{
    /// <summary>
    /// The participant with <paramref name="standing"/>. Of two, the one that holds longer stays, the earlier where they hold equally long.
    /// <paramref name="consequences"/> join those that it has, each once.
    /// </summary>
    public static Accepted<ParticipantState> Of(ParticipantState state, Standing standing, IReadOnlyList<Consequence>? consequences = null)
    {
        var had = state.Selection?.Consequences ?? [];
        var more = (consequences ?? []).Except(had).ToList();
        var barred = state with { Standing = state.Standing is { } there && there.UntilYear >= standing.UntilYear ? there : standing };
        var facts = new List<LedgerFact>
        {
            Fact(state, Acts.Disqualified, standing, new()
            {
                ["until"] = standing.UntilYear.ToString(CultureInfo.InvariantCulture),
                ["accountable"] = string.Join(' ', standing.Accountable),
                ["consequences"] = string.Join(' ', more.Select(c => $"{c.Kind.ToString().ToLowerInvariant()}:{c.Who}")),
            }),
        };
        var honour = state.Selection?.Honour is { Withdrawn: null } standsNow ? standsNow : null;
        if (state.Outcome is { Honoured: true } or { Attained: true } || honour is not null)
        {
            barred = barred with { Outcome = Held(barred, state.Outcome) };
            facts.Add(Fact(state, Acts.HonourWithdrawn, standing, new()
            {
                ["honoured"] = honour is not null || state.Outcome?.Honoured == true ? "true" : "false",
                ["attained"] = state.Outcome?.Attained == true ? "true" : "false",
                ["basis"] = honour?.Basis ?? "",
            }));
        }
        if (honour is not null || more.Count > 0)
        {
            barred = barred with
            {
                Selection = (state.Selection ?? SelectionState.None) with
                {
                    Honour = honour is null ? state.Selection?.Honour : honour with { Withdrawn = new(standing.At, standing.By, standing.Reason) },
                    Consequences = [.. had, .. more],
                },
            };
        }
        return new Accepted<ParticipantState>(barred, facts);
    }

    /// <summary>
    /// What of <paramref name="outcome"/> a participant may have: a disqualified one neither honour nor attainment, whenever its year is decided or decided
    /// again.
    /// </summary>
    public static Outcome? Held(ParticipantState state, Outcome? outcome)
    {
        ArgumentNullException.ThrowIfNull(state);
        return state.Standing is null || outcome is null ? outcome : outcome with { Honoured = false, Attained = false };
    }

    private static LedgerFact Fact(ParticipantState state, string act, Standing standing, Dictionary<string, string> facts)
    {
        facts["finding"] = standing.Finding;
        return new(act, standing.By, $"{state.Track}/{state.Unit}", facts, standing.Reason);
    }
}
