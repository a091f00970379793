using Campaigns.Rules.Reminding;

namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// Steps that can never reach anybody (J6): a ladder none of whose rungs tells anybody in a phase, a rung that tells nobody in any phase of its ladder, and
/// nominators of a level below everything that enters the track. Ladders that serve <c>beside</c> phases too, for findings, falsifications or reports from
/// the public, are checked where those are read.
/// </summary>
internal sealed class ReachChecks(
    Problems problems, IReadOnlyList<PhaseDraft> phases, IReadOnlyDictionary<string, LadderDraft> ladders, IReadOnlyList<TrackDraft> tracks,
    IReadOnlyCollection<string> beside)
{
    /// <summary>Places in the tree from the top; levels of one place may stand below one another in neither order.</summary>
    static readonly Dictionary<string, int> depth = new()
    {
        ["city"] = 0,
        ["county"] = 1,
        ["township"] = 2,
        ["street"] = 2,
        ["department"] = 2,
        ["village"] = 3,
        ["community"] = 3,
        ["station"] = 3,
        ["branch"] = 4,
    };

    public void Run()
    {
        foreach (var text in phases.Select(p => p.Text).Distinct())
            Phase(text, phases.First(p => p.Text == text).Phase);
        foreach (var ladder in ladders.Values.Where(l => !beside.Contains(l.Id)))
            Ladder(ladder);
        foreach (var track in tracks)
            Nominators(track);
    }

    void Phase(PhaseText text, Phase phase)
    {
        if (text.Ladder is not { } name || !phase.Kind.IsSelecting() || !ladders.TryGetValue(name.Text, out var ladder) || ladder.Rungs.Count == 0
            || ladder.Rungs.Any(r => RungReach.ReachesSomebody(phase.Kind, r.Rung.To)))
        {
            return;
        }
        problems.Add(
            name.At, $"no rung of ladder '{name.Text}' could reach anybody in '{text.Id}': only the authority and its leaders (parent.leader) act there",
            $"提醒梯级“{name.Text}”在“{text.Id}”中无人可达：该阶段只有主办单位（authority）及其负责人（parent.leader）办理");
    }

    void Ladder(LadderDraft ladder)
    {
        var used = phases.Where(p => p.Text.Ladder?.Text == ladder.Id).Select(p => p.Phase.Kind).Distinct().ToList();
        // One without use is reported for that; one that as a whole speaks to nobody in a phase is reported there, but in evaluations, which run by themselves.
        if (!used.Contains(PhaseKind.Evaluation) && used.All(k => ladder.Rungs.All(r => !RungReach.ReachesSomebody(k, r.Rung.To))))
            return;
        foreach (var rung in ladder.Rungs.Where(r => r.Rung.To.Count > 0 && !used.Any(k => RungReach.ReachesSomebody(k, r.Rung.To))))
            problems.Add(rung.At, $"rung '{rung.Rung.Id}' could reach nobody in any phase with ladder '{ladder.Id}'",
                $"梯级“{rung.Rung.Id}”在使用“{ladder.Id}”的各阶段中均无人可达");
    }

    void Nominators(TrackDraft draft)
    {
        var (enters, level) = (draft.Track.Enters, draft.Track.Select?.NominatedBy);
        if (level is null || enters.Individual is not null || enters.Cluster is not null || enters.Levels.Count == 0
            || !depth.TryGetValue(level, out var nominators) || !enters.Levels.All(depth.ContainsKey))
        {
            return;
        }
        if (enters.Levels.All(l => depth[l] < nominators))
            problems.Add(draft.At, $"nobody could be nominated in track '{draft.Track.Id}': every '{level}' stands below what enters it",
                $"类别“{draft.Track.Id}”无从申报：申报单位“{level}”的层级低于全部参评对象");
    }
}
