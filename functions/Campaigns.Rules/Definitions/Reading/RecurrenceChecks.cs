namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// What could never happen of phases that come only in some years (J6, G8): one that comes in no year of the programme, and one that waits for, or looks at,
/// another that is not there in a year in which it is itself.
/// </summary>
internal sealed class RecurrenceChecks(Problems problems, IReadOnlyList<PhaseDraft> drafts, Programme programme)
{
    readonly HashSet<Node> reported = [];

    public void Run()
    {
        var byId = drafts.ToDictionary(d => d.Phase.Id);
        var years = Enumerable.Range(programme.FirstYear, programme.LastYear - programme.FirstYear + 1).ToList();
        foreach (var draft in drafts)
        {
            var own = years.Where(draft.Phase.ComesIn).ToList();
            if (own.Count == 0)
                Report(draft.Text.Entry.KeyNode, $"'{draft.Phase.Id}' comes in no year of the programme, {programme.FirstYear} to {programme.LastYear}",
                    $"“{draft.Phase.Id}”在规划的 {programme.FirstYear} 至 {programme.LastYear} 年间从不进行");
            if (draft.Phase.Opens is { Anchor: Anchor.After, Phase: { } other })
                Present(draft, draft.Text.OpensAt ?? draft.Text.Entry.KeyNode, other);
            foreach (var covered in draft.Text.Covers is null ? [] : draft.Phase.Covers)
                Present(draft, draft.Text.Entry.KeyNode, covered);

            void Present(PhaseDraft from, Node at, string id)
            {
                if (byId.TryGetValue(id, out var needed) && own.Find(y => !needed.Phase.ComesIn(y)) is > 0 and var missing)
                    Report(at, $"'{from.Phase.Id}' needs '{id}', which does not come in {missing}", $"“{from.Phase.Id}”依赖“{id}”，而后者在 {missing} 年不进行");
            }
        }
    }

    void Report(Node at, string en, string zh)
    {
        if (reported.Add(at))
            problems.Add(at, en, zh);
    }
}
