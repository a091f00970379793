using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;

namespace Campaigns.Rules.Honouring;

/// <summary>
/// Whom a track means to honour, best first, never more than the quota. <see cref="Candidates"/> is everybody who could be, in the same order;
/// <see cref="TiedAtEdge"/> those that missed the quota with exactly the score of the last one in, so that the office sees that an order decided, not a score.
/// </summary>
public sealed record IntendedList(string Track, IReadOnlyList<string> Units, IReadOnlyList<string> Candidates, IReadOnlyList<string> TiedAtEdge)
{
    /// <summary>How many fewer there are than the quota's lower end asks for; 0 for none (K4).</summary>
    public int Shortfall { get; init; }

    /// <summary>Those published behind the list, best first, who move up into a place that comes free (G4); at most <see cref="Selection.Reserve"/>.</summary>
    public IReadOnlyList<string> Reserves { get; init; } = [];

    /// <summary>
    /// The list with those alone that <paramref name="stands"/> still holds for: whoever was merged, dissolved or barred since is neither intended nor a
    /// candidate. Reserves move up in their order into the places that came free; beyond them nobody does.
    /// </summary>
    public IntendedList Keeping(Func<string, bool> stands)
    {
        ArgumentNullException.ThrowIfNull(stands);
        List<string> standing = [.. Units.Where(stands), .. Reserves.Where(stands)];
        return this with
        {
            Units = [.. standing.Take(Units.Count)],
            Reserves = [.. standing.Skip(Units.Count)],
            Candidates = [.. Candidates.Where(stands)],
            TiedAtEdge = [.. TiedAtEdge.Where(stands)],
        };
    }

    /// <summary>
    /// The list out of a year's ranking. Candidates are not vetoed, barred or silent throughout, reach the least grade, are nominated where the track is, and
    /// have a panel's score where a panel ranks; they stand in the order of that score, then of the ranking, which no two share. Where candidates are assessed
    /// on site they stand in the order of what they come to there (K3), and those not assessed yet behind the others: neither intended nor reserves.
    /// </summary>
    public static IntendedList Of(Track track, Standard standard, SelectionPath path, IReadOnlyList<Ranked> ranking)
    {
        ArgumentNullException.ThrowIfNull(track);
        ArgumentNullException.ThrowIfNull(path);
        if (track.Select is not { } select)
            return new IntendedList(track.Id, [], [], []);
        var candidates = ranking
            .Where(r => Honours.Stands(r) && standard.Reaches(r.Contender, select.MinimumGrade))
            .Where(r => !path.IsNominated || r.Contender.Nominated)
            .Where(r => !path.PanelRanks || r.Contender.PanelScore is not null)
            .OrderBy(r => !Assessed(r))
            .ThenByDescending(r => path.PanelRanks ? r.Contender.PanelScore : path.Assessment is null ? 0 : r.Contender.ChoiceScore)
            .ThenBy(r => r.Rank)
            .ToList();
        var ordered = candidates.Where(Assessed).ToList();
        var intended = ordered.Take(select.Quota).ToList();
        var edge = intended.Count == select.Quota ? Score(intended[^1]) : (decimal?)null;
        return new IntendedList(
            track.Id,
            [.. intended.Select(r => r.Unit)],
            [.. candidates.Select(r => r.Unit)],
            [.. ordered.Skip(select.Quota).TakeWhile(r => Score(r) == edge).Select(r => r.Unit)])
        {
            Reserves = [.. ordered.Skip(select.Quota).Take(select.Reserve).Select(r => r.Unit)],
            Shortfall = Math.Max(0, select.Least - intended.Count),
        };

        bool Assessed(Ranked ranked) => path.Assessment is null || ranked.Contender.ChoiceScore is not null;

        decimal Score(Ranked ranked) => path.PanelRanks ? ranked.Contender.PanelScore!.Value
            : path.Assessment is null ? ranked.Contender.Score : ranked.Contender.ChoiceScore!.Value;
    }

    /// <summary>
    /// Whom an on-site assessment visits (K3), in ordinal order: the candidates of <paramref name="track"/> as they stand before anybody is assessed.
    /// </summary>
    public static IReadOnlyList<string> ToAssess(CampaignDefinition definition, Track track, IReadOnlyCollection<Contender> contenders)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(track);
        var (standard, path) = (definition.Standard(track.Standard), SelectionPath.Of(definition, track) with { Assessment = null, PanelRanks = false });
        return [.. Of(track, standard, path, Ranking.Rank(standard, contenders)).Candidates.Order(StringComparer.Ordinal)];
    }
}
