using Campaigns.Rules.Definitions;
using Campaigns.Rules.Evaluation;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;

namespace Campaigns.Rules.Classes;

/// <summary>
/// Classes 三分类三升级 (B7) and dynamic management 动态管理 (G6): with which class a participant ends the year, who enters and leaves the list, and the rates of
/// the year measured on the roster of its start.
/// </summary>
public static class ClassRules
{
    /// <summary>What a participant brings into the next year (J24); null where this year gave it nothing to bring.</summary>
    public static YearStart? Carry(Outcome? outcome) =>
        outcome is null || outcome.Class is null && !outcome.Listed ? null : new YearStart(outcome.Class, outcome.Listed);

    /// <summary>The class that a score reaches: the best whose least score it meets, the lowest under a veto or below all.</summary>
    public static ClassLevel LevelOf(ClassTerms terms, decimal score, bool vetoed) =>
        (vetoed ? null : terms.Levels.Where(l => score >= l.From).MaxBy(l => l.From)) ?? terms.Levels.MinBy(l => l.From)!;

    /// <summary>The outcomes of a track with class and list membership at the year's end.</summary>
    public static IEnumerable<(string Unit, Outcome Outcome)> Close(
        Track track, IReadOnlyList<Ranked> ranking, IEnumerable<(string Unit, Outcome Outcome)> outcomes)
    {
        var listed = Listed(track, ranking);
        return outcomes.Select(o => (o.Unit, o.Outcome with
        {
            Class = track.Classes is { } terms ? LevelOf(terms, o.Outcome.Score, o.Outcome.Vetoed).Id : null,
            Listed = listed.Contains(o.Unit),
        }));
    }

    /// <summary>How a participant's class changed; null where it has none now.</summary>
    public static ClassChange? ChangeOf(ClassTerms terms, string unit, Outcome outcome)
    {
        if (terms.Level(outcome.Class) is not { } now)
            return null;
        var before = terms.Level(outcome.ClassAtStart);
        var kind = before is null ? ClassChangeKind.Entered
            : now.From > before.From ? ClassChangeKind.Upgraded
            : now.From < before.From ? ClassChangeKind.Downgraded
            : ClassChangeKind.Retained;
        return new ClassChange(unit, before?.Id, now.Id, kind, outcome.Vetoed
            ? new LocalizedText("一票否决", "Vetoed")
            : new LocalizedText($"总评{Scorer.Text(outcome.Score)}分，“{now.Title.Zh}”自{Scorer.Text(now.From)}分起",
                $"A score of {Scorer.Text(outcome.Score)}; '{now.Title.In("en")}' begins at {Scorer.Text(now.From)}"));
    }

    /// <summary>Whether a participant entered or left the list, and why; null where it did neither.</summary>
    public static ListMove? MoveOf(DynamicTerms terms, string unit, Outcome outcome)
    {
        if (outcome.Listed == outcome.ListedAtStart)
            return null;
        var score = Scorer.Text(outcome.Score);
        var reason = outcome.Listed
            ? new LocalizedText($"总评{score}分，高于{Scorer.Text(terms.InAbove ?? 0)}分", $"A score of {score}, above {Scorer.Text(terms.InAbove ?? 0)}")
            : outcome.Vetoed ? new LocalizedText("一票否决", "Vetoed")
            : outcome.Score < terms.OutBelow
                ? new LocalizedText($"总评{score}分，低于{Scorer.Text(terms.OutBelow.Value)}分", $"A score of {score}, below {Scorer.Text(terms.OutBelow.Value)}")
                : new LocalizedText(terms.OutCard is Card.Red ? "红牌警告" : "黄牌警告", terms.OutCard is Card.Red ? "A red card" : "A yellow card");
        return new ListMove(unit, outcome.Listed, reason);
    }

    /// <summary>
    /// The rates of the targets, each over the participants that began the year in its class. A class that nobody began in has no rate and counts as reached.
    /// </summary>
    public static IReadOnlyList<ClassProgress> Rates(ClassTerms terms, IReadOnlyCollection<Outcome> outcomes) => [.. terms.Targets.Select(target =>
    {
        var from = terms.Level(target.Class)!.From;
        var roster = outcomes.Where(o => o.ClassAtStart == target.Class).ToList();
        var count = roster.Count(o => terms.Level(o.Class) is { } now && (target.Kind is ClassRate.Retain ? now.From >= from : now.From > from));
        return new ClassProgress(target.Class, target.Kind, target.Share, roster.Count, count);
    })];

    private static HashSet<string> Listed(Track track, IReadOnlyList<Ranked> ranking)
    {
        if (track.Dynamic is not { } terms)
            return [];
        var members = ranking.Where(r => r.Contender.Start?.Listed == true && !Leaves(terms, r.Contender));
        var newcomers = terms.InAbove is not { } bound ? [] : ranking
            .Where(r => r.Contender.Start?.Listed != true && r.Contender.Score > bound && !Leaves(terms, r.Contender) && !r.Contender.SilentThroughout)
            .OrderBy(r => r.Rank).Take(terms.InAtMost ?? int.MaxValue);
        return members.Concat(newcomers).Select(r => r.Unit).ToHashSet(StringComparer.Ordinal);
    }

    private static bool Leaves(DynamicTerms terms, Contender contender) =>
        contender.Vetoed || contender.Score < terms.OutBelow || terms.OutCard is { } card && contender.Card >= card;
}

/// <summary>How a participant's class went, with the reason; <see cref="From"/> is null for one that began the year without a class.</summary>
public sealed record ClassChange(string Unit, string? From, string To, ClassChangeKind Kind, LocalizedText Reason);

public enum ClassChangeKind
{
    Entered,
    Retained,
    Upgraded,
    Downgraded,
}

/// <summary>A participant moved into the list (<see cref="In"/>) or out of it, with the reason.</summary>
public sealed record ListMove(string Unit, bool In, LocalizedText Reason);

/// <summary>How many of a class's roster went the way that a target asks for.</summary>
public sealed record ClassProgress(string Class, ClassRate Kind, decimal Target, int Roster, int Count)
{
    /// <summary>0–1, unrounded; null where nobody began in the class.</summary>
    public decimal? Rate => Roster == 0 ? null : (decimal)Count / Roster;
    public bool Reached => Count >= Target * Roster;
}
