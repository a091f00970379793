namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// What is defined and never used, or needed and never defined (J6): weights of kinds of phase that a track does not go through, tracks that nothing decides,
/// standards and ladders that nothing names. Where something nearby is unreadable, nothing is concluded from its absence.
/// </summary>
internal sealed class UseChecks(Problems problems, IReadOnlyList<TrackDraft> tracks, IReadOnlyList<PhaseText> phases, string? rectifying = null)
{
    public void Run(IReadOnlyList<Pair> standards, IReadOnlyList<Pair> ladders, bool phasesReadable)
    {
        if (phasesReadable && phases.Count > 0 && phases.All(p => p.Kind is not null && p.Tracks.All(n => tracks.Any(t => t.Track.Id == n.Text))))
        {
            foreach (var track in tracks)
                Phases(track);
        }
        if (tracks.All(t => t.Standard is { } s && standards.Any(e => e.Key == s.Text)))
        {
            foreach (var unused in standards.Where(e => tracks.All(t => t.Standard?.Text != e.Key)))
                problems.Add(unused.KeyNode, $"no track uses the standard '{unused.Key}'", $"没有类别使用标准“{unused.Key}”");
        }
        if (phasesReadable && phases.All(p => p.Ladder is null || ladders.Any(e => e.Key == p.Ladder?.Text)))
        {
            foreach (var unused in ladders.Where(e => e.Key != rectifying && phases.All(p => p.Ladder?.Text != e.Key)))
                problems.Add(unused.KeyNode, $"no phase uses the ladder '{unused.Key}': its rungs could never fire", $"没有阶段使用提醒梯级“{unused.Key}”：其提醒永远不会发出");
        }
    }

    void Phases(TrackDraft draft)
    {
        var track = draft.Track.Id;
        var kinds = phases.Where(p => p.Tracks.Count == 0 || p.Tracks.Any(t => t.Text == track)).Select(p => p.Kind!.Value).ToHashSet();
        foreach (var kind in draft.Track.Weights.Keys.Where(k => !kinds.Contains(k)))
        {
            var word = Vocabulary.PhaseKinds.First(k => k.Value == kind).Key;
            problems.Add(draft.Weights!, $"the weight of '{word}' could never be earned: track '{track}' has no such phase",
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
        if (!kinds.Contains(PhaseKind.Evaluation))
            problems.Add(draft.At, $"no evaluation phase decides track '{track}'", $"没有总评阶段评定类别“{track}”");
    }
}
