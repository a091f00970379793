using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;

namespace Campaigns.Rules.Adoption;

/// <summary>Whether a clause applies to a participant (L4): <see cref="Reason"/> says why it does not, or why it does after all.</summary>
public sealed record JudgeClause(string Clause, bool Applies, string Reason, Reviewer By);

/// <summary>
/// Marks clauses as not applicable 合理缺项 (L4): decided by the tier above or the authority, with a reason, until the year is ranked. Everything that was scored
/// before is scored again at once, so that no score stands on a clause that does not apply.
/// </summary>
public static class Applicability
{
    public static Decision<ParticipantState> Decide(CampaignDefinition definition, ParticipantState state, JudgeClause judged, StoredContents contents)
    {
        var standard = definition.Standard(definition.Track(state.Track).Standard);
        var refusal = judged.By.Person == state.Unit || judged.By.OwnUnits.Contains(state.Unit) ? new Refusal(RefusalCode.ReviewerIsParticipant)
            : state.Outcome?.Rank is not null ? new Refusal(RefusalCode.YearDecided)
            : standard.Clauses.All(c => c.Id != judged.Clause) ? SheetValidation.Unknown("clause", judged.Clause)
            : string.IsNullOrWhiteSpace(judged.Reason) ? new Refusal(RefusalCode.ReasonMissing, "reason")
            : SheetValidation.TooLong(judged.Reason, "reason");
        if (refusal is not null)
            return Decision.Refuse<ParticipantState>(refusal);
        if (judged.Applies != state.NotApplicable.ContainsKey(judged.Clause))
            return Decision.Accept(state);
        var marked = new SortedDictionary<string, string>(state.NotApplicable.ToDictionary(), StringComparer.Ordinal);
        if (judged.Applies)
            marked.Remove(judged.Clause);
        else
            marked[judged.Clause] = judged.Reason;
        var act = judged.Applies ? Acts.ClauseApplies : Acts.ClauseNotApplicable;
        return Decision.Accept(
            Rescoring.Rescore(definition, state with { NotApplicable = marked }, contents),
            new LedgerFact(act, judged.By.Person, $"{state.Track}/{state.Unit}", new Dictionary<string, string> { ["clause"] = judged.Clause }, judged.Reason));
    }
}
