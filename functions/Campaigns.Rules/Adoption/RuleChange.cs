using System.Text.Json;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Adoption;

/// <summary>
/// A change of the rules after scoring began (J14): a newer version of the campaign may change standards, weights, grades, quotas, classes, targets and texts;
/// who takes part, in which phases and when, stays as the cycle froze it.
/// </summary>
public static class RuleChange
{
    /// <summary>Why a running cycle cannot adopt <paramref name="to"/>, or null where it can.</summary>
    public static Refusal? Check(CampaignDefinition from, CampaignDefinition to)
    {
        var part = Part("campaign", from.Id, to.Id)
            ?? Part("authority", from.Authority, to.Authority)
            ?? Part("phases", from.Phases, to.Phases)
            ?? Part("ladders", from.Ladders, to.Ladders)
            ?? Part("tracks", from.Tracks.Select(t => t.Id), to.Tracks.Select(t => t.Id));
        foreach (var track in part is null ? from.Tracks : [])
        {
            var other = to.Track(track.Id);
            part ??= Part($"tracks.{track.Id}.enters", track.Enters, other.Enters)
                ?? Part($"tracks.{track.Id}.compare-by", track.CompareBy, other.CompareBy)
                ?? Part($"tracks.{track.Id}.standard.scale", from.Standard(track.Standard).Scale, to.Standard(other.Standard).Scale);
        }
        return part is null ? null : new Refusal(RefusalCode.BeyondRules, "version", new Dictionary<string, string> { ["part"] = part });
    }

    /// <summary>
    /// What a track's year would come to by the new rules beside what it comes to now; only participants for whom something changes are listed.
    /// </summary>
    public static TrackPreview Preview(
        Track from, Standard fromStandard, IReadOnlyCollection<Contender> before, Track to, Standard toStandard, IReadOnlyCollection<Contender> after)
    {
        var (was, rankedBefore) = Outcomes(from, fromStandard, before);
        var (will, rankedAfter) = Outcomes(to, toStandard, after);
        var moves = rankedAfter
            .Select(r => (Was: was[r.Unit], Will: will[r.Unit], r.Unit))
            .Where(m => m.Was != m.Will)
            .Select(m => new PreviewedMove(
                m.Unit, m.Was.Rank!.Value, m.Will.Rank!.Value, m.Was.Score, m.Will.Score, m.Was.Grade, m.Will.Grade, m.Was.Attained, m.Will.Attained,
                m.Was.Honoured, m.Will.Honoured))
            .ToList();
        return new TrackPreview(to.Id, rankedBefore.Count, moves);
    }

    private static (Dictionary<string, Outcome> Outcomes, IReadOnlyList<Ranked> Ranking) Outcomes(
        Track track, Standard standard, IReadOnlyCollection<Contender> contenders)
    {
        var ranking = Ranking.Rank(standard, contenders);
        return (Honours.Decide(track, standard, ranking).Outcomes(ranking).ToDictionary(o => o.Unit, o => o.Outcome), ranking);
    }

    private static string? Part<T>(string name, T from, T to) => JsonSerializer.Serialize(from) == JsonSerializer.Serialize(to) ? null : name;
}

/// <summary>What new rules would change in a track.</summary>
public sealed record TrackPreview(string Track, int Participants, IReadOnlyList<PreviewedMove> Moves)
{
    public int RankMoves => Moves.Count(m => m.RankBefore != m.RankAfter);
    public int AttainmentGained => Moves.Count(m => !m.AttainedBefore && m.AttainedAfter);
    public int AttainmentLost => Moves.Count(m => m.AttainedBefore && !m.AttainedAfter);
    public int HonoursGained => Moves.Count(m => !m.HonouredBefore && m.HonouredAfter);
    public int HonoursLost => Moves.Count(m => m.HonouredBefore && !m.HonouredAfter);
}

/// <summary>One participant before and after the change.</summary>
public sealed record PreviewedMove(
    string Unit, int RankBefore, int RankAfter, decimal ScoreBefore, decimal ScoreAfter, string? GradeBefore, string? GradeAfter,
    bool AttainedBefore, bool AttainedAfter, bool HonouredBefore, bool HonouredAfter);
