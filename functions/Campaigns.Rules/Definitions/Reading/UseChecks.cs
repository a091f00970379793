namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// What is defined and never used, or needed and never defined (J6): weights of kinds of phase that a track does not go through, tracks that nothing decides,
/// standards and ladders that nothing names. Where something nearby is unreadable, nothing is concluded from its absence.
/// </summary>
internal sealed class UseChecks(Problems problems, IReadOnlyList<TrackDraft> tracks, IReadOnlyList<PhaseText> phases, IReadOnlyCollection<string>? beside = null)
{
    public void Run(IReadOnlyList<Pair> standards, IReadOnlyList<Pair> ladders, bool phasesReadable)
    {
        if (phasesReadable && phases.Count > 0 && phases.All(p => p.Kind is not null && p.Tracks.All(n => tracks.Any(t => t.Track.Id == n.Text))))
        {
            foreach (var track in tracks)
                Phases(track);
            var onSite = tracks.Where(t => t.Track.Select?.By is SelectionMethod.OnSite).ToList();
            foreach (var phase in phases.Where(p => Assesses(p) && !onSite.Exists(t => Concerns(p, t))))
                problems.Add(phase.Entry.KeyNode, $"'{phase.Id}' assesses candidates, and none of its tracks selects on site: write 'by: on-site' there",
                    $"“{phase.Id}”是对候选对象的实地考核，但其类别都不以实地考核评选：请在类别中写 by: on-site");
        }
        if (tracks.All(t => t.Standard is { } s && standards.Any(e => e.Key == s.Text)))
        {
            foreach (var unused in standards.Where(e => tracks.All(t => t.Standard?.Text != e.Key)))
                problems.Add(unused.KeyNode, $"no track uses the standard '{unused.Key}'", $"没有类别使用标准“{unused.Key}”");
        }
        if (phasesReadable && phases.All(p => p.Ladder is null || ladders.Any(e => e.Key == p.Ladder?.Text)))
        {
            foreach (var unused in ladders.Where(e => beside?.Contains(e.Key) != true && phases.All(p => p.Ladder?.Text != e.Key)))
                problems.Add(unused.KeyNode, $"no phase uses the ladder '{unused.Key}': its rungs could never fire", $"没有阶段使用提醒梯级“{unused.Key}”：其提醒永远不会发出");
        }
    }

    void Phases(TrackDraft draft)
    {
        var track = draft.Track.Id;
        var own = phases.Where(p => Concerns(p, draft)).ToList();
        var kinds = own.Where(p => !Assesses(p)).Select(p => p.Kind!.Value).ToHashSet();
        if (draft.Track.Select?.By is SelectionMethod.OnSite && !own.Exists(Assesses))
            problems.Add(draft.Select!, $"nobody is assessed on site: track '{track}' needs an inspection with 'draw: {{ of: candidates }}'",
                $"没有人作实地考核：类别“{track}”需要一个写有 draw: {{ of: candidates }} 的督查阶段");
        var known = draft.Track.Select?.Weigh?.Known.Keys ?? [];
        foreach (var kind in draft.Track.Weights.Keys.Concat(known).Distinct().Where(k => !kinds.Contains(k)))
        {
            var word = Vocabulary.PhaseKinds.First(k => k.Value == kind).Key;
            problems.Add(
                draft.Track.Weights.ContainsKey(kind) ? draft.Weights! : draft.Select!,
                $"the weight of '{word}' could never be earned: track '{track}' has no such phase",
                $"“{word}”的权重无从得分：类别“{track}”没有这种阶段");
        }
        var steps = kinds.Where(k => k is PhaseKind.Nomination or PhaseKind.PublicNotice
            || k is PhaseKind.Panel && draft.Track.Weights.GetValueOrDefault(PhaseKind.Panel) == 0).ToList();
        if (draft.Track.Select is not null && steps.Count > 0 && !kinds.Contains(PhaseKind.Decision))
        {
            var word = Vocabulary.PhaseKinds.First(k => k.Value == steps.Min()).Key;
            problems.Add(
                draft.At, $"the '{word}' of track '{track}' leads to nothing: no decision phase comes after it", $"类别“{track}”的“{word}”之后没有审定（decision）阶段");
        }
        else if (draft.Track.Select?.By is SelectionMethod.OnSite or SelectionMethod.Vetting && !kinds.Contains(PhaseKind.Decision))
            problems.Add(draft.Select!, $"track '{track}' has no decision phase: its score alone would select, whatever an assessment or a vetting says",
                $"类别“{track}”没有审定（decision）阶段：只会按得分评选，实地考核和考察不起作用");
        if (!kinds.Contains(PhaseKind.Evaluation))
            problems.Add(draft.At, $"no evaluation phase decides track '{track}'", $"没有总评阶段评定类别“{track}”");
    }

    static bool Concerns(PhaseText phase, TrackDraft track) => phase.Tracks.Count == 0 || phase.Tracks.Any(t => t.Text == track.Track.Id);

    static bool Assesses(PhaseText phase) => phase is { Kind: PhaseKind.Inspection, Draw.OfCandidates: true };
}
