namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// Expands repeated phases and looks names up. The name of a repeated phase stands, in <c>after</c>, for its last occurrence whose period has ended when
/// the referring phase's own period ends (the fourth quarter's for the second half, the same-numbered one for a like repetition); in <c>covers</c>, for all
/// its occurrences within the referring phase's period. A phase that is written out under the name of an occurrence (q4 beside q) takes its place.
/// </summary>
internal sealed class PhaseExpander
{
    readonly Problems problems;
    readonly IReadOnlyCollection<string> trackIds;
    readonly IReadOnlyCollection<string> ladderIds;
    readonly List<Occurrence> occurrences = [];
    readonly List<string> names;
    readonly HashSet<Node> reported = [];
    readonly bool complete;

    public PhaseExpander(Problems problems, IReadOnlyList<PhaseText> texts, IReadOnlyCollection<string> allNames, IReadOnlyCollection<string> trackIds,
        IReadOnlyCollection<string> ladderIds)
    {
        (this.problems, this.trackIds, this.ladderIds) = (problems, trackIds, ladderIds);
        var written = texts.Where(t => t.Each is null).ToDictionary(t => t.Id);
        foreach (var text in texts.Where(t => t.Each is not null))
        {
            foreach (var period in text.Periods)
                Repeat(text, period, written);
        }
        var places = texts.Index().ToDictionary(t => t.Item.Id, t => t.Index);
        occurrences.AddRange(written.Values.Where(t => t.Periods.Count > 0).Select(t => new Occurrence(t.Id, t.Id, t.Periods[0], t)));
        occurrences.Sort((a, b) => (places[a.Name], a.Period.LastMonth).CompareTo((places[b.Name], b.Period.LastMonth)));
        complete = texts.All(t => t.Kind is not null && t.Periods.Count > 0 && t.Tracks.All(n => trackIds.Contains(n.Text))) && allNames.Count == texts.Count;
        names = [.. allNames.Union(occurrences.Select(o => o.Id))];
    }

    public List<PhaseDraft> Expand(IReadOnlyList<PhaseText> texts)
    {
        foreach (var text in texts)
            CheckNames(text);
        return [.. occurrences.Select(o => new PhaseDraft(o.Text, Phase(o.Id, o.Period, o.Text)))];
    }

    /// <summary>A phase of the year; <see cref="Name"/> is that of the repeated phase it belongs to, else its own.</summary>
    sealed record Occurrence(string Id, string Name, Period Period, PhaseText Text);

    void Repeat(PhaseText text, Period period, Dictionary<string, PhaseText> written)
    {
        var id = $"{text.Id}{period.Number}";
        if (occurrences.Find(o => o.Id == id) is { } taken)
        {
            problems.Add(text.Entry.KeyNode, $"'{text.Id}' and '{taken.Name}' in line {taken.Text.Entry.KeyNode.Line} both make a phase '{id}'",
                $"“{text.Id}”与第 {taken.Text.Entry.KeyNode.Line} 行的“{taken.Name}”都会产生阶段“{id}”");
            return;
        }
        if (!written.Remove(id, out var own))
        {
            occurrences.Add(new Occurrence(id, text.Id, period, text));
            return;
        }
        if (own.Periods.Count > 0 && own.Periods[0] != period || own.Kind is not null && text.Kind is not null && own.Kind != text.Kind)
            problems.Add(own.Entry.KeyNode, $"'{id}' takes the place of an occurrence of '{text.Id}' and must have its kind and its period, {Word(period)}",
                $"“{id}”取代“{text.Id}”的一次，须与其种类和时段（{Word(period)}）相同");
        if (own.Periods.Count > 0)
            occurrences.Add(new Occurrence(id, text.Id, period, own));
    }

    void CheckNames(PhaseText text)
    {
        foreach (var track in text.Tracks)
            Values.IsKnown(track, trackIds, "track", "类别", problems);
        foreach (var covered in text.Covers ?? [])
            Values.IsKnown(covered, names, "phase", "阶段", problems);
        if (text.Opens is { Anchor: Anchor.After, Phase: { } after })
            Values.IsKnown(new Name(after, text.OpensAt!), names, "phase", "阶段", problems);
        if (text.Ladder is { } ladder)
            Values.IsKnown(ladder, ladderIds, "ladder", "提醒梯级", problems);
    }

    Phase Phase(string id, Period period, PhaseText text) => new()
    {
        Id = id,
        Kind = text.Kind ?? PhaseKind.SelfCheck,
        Title = PhaseTitles.Of(text, period),
        Period = period,
        By = text.By,
        Tracks = [.. text.Tracks.Select(t => t.Text)],
        Covers = Covers(period, text),
        Opens = Opens(period, text),
        Due = text.Due,
        Grace = text.Grace,
        Late = text.Late,
        Every = text.Every,
        LatePolicy = text.LatePolicy ?? LatePolicy.Accept,
        Rework = text.Rework,
        Vote = text.Vote,
        FileWith = text.FileWith,
        Pledges = text.Pledges,
        Selecting = text.Selecting,
        Ladder = text.Ladder?.Text,
        Draw = text.Draw,
        Announced = text.Announced,
    };

    When Opens(Period period, PhaseText text)
    {
        if (text.Opens is not { Anchor: Anchor.After, Phase: { } name } opens)
            return text.Opens ?? new When(Anchor.Start, Offset.None);
        if (occurrences.Exists(o => o.Id == name) || !names.Contains(name))
            return opens;
        var before = occurrences.Where(o => o.Name == name && o.Period.LastMonth <= period.LastMonth).ToList();
        if (before.Count > 0)
            return opens with { Phase = before[^1].Id };
        if (occurrences.Exists(o => o.Name == name))
            Report(text.OpensAt!, $"no '{name}' has ended by the end of {Word(period)}", $"到 {Word(period)} 结束时还没有任何“{name}”结束");
        return opens;
    }

    List<string> Covers(Period period, PhaseText text)
    {
        if (text.Covers is not null)
            return [.. text.Covers.SelectMany(c => Covered(c, period))];
        var tracks = text.Tracks.Select(t => t.Text).ToHashSet();
        var sharing = occurrences.Where(o => o.Text.Tracks.Count == 0 || tracks.Count == 0 || o.Text.Tracks.Any(t => tracks.Contains(t.Text)));
        if (text.Kind is PhaseKind.Bulletin)
            return [.. sharing.Where(o => o.Text.Kind is { } kind && kind.IsSheet() && EndsIn(o.Period, period)).Select(o => o.Id)];
        if (text.Kind is not PhaseKind.Appraisal)
            return [];
        var covered = sharing.Where(o => o.Text.Kind is PhaseKind.SelfCheck && o.Period.Within(period)).Select(o => o.Id).ToList();
        if (covered.Count == 0 && complete)
            Report(text.Entry.KeyNode, $"no self-check of its tracks lies within {Word(period)}: there is nothing to appraise",
                $"其类别在 {Word(period)} 内没有自查，无可考评");
        return covered;
    }

    IEnumerable<string> Covered(Name name, Period period)
    {
        var exact = occurrences.Where(o => o.Id == name.Text).ToList();
        var covered = exact.Count > 0 ? exact : [.. occurrences.Where(o => o.Name == name.Text && o.Period.Within(period))];
        if (covered.Count == 0 && occurrences.Exists(o => o.Name == name.Text))
            Report(name.At, $"no '{name.Text}' lies within {Word(period)}", $"{Word(period)} 内没有“{name.Text}”");
        if (covered.Find(c => c.Text.Kind is not (null or PhaseKind.SelfCheck or PhaseKind.Summary)) is { } other)
            Report(name.At, $"'{other.Id}' has no sheets to look at; self-checks and summaries have", $"“{other.Id}”没有可查看的表；自查和小结才有");
        return covered.Select(c => c.Id);
    }

    /// <summary>Once for a place: every occurrence of a repeated phase shows the same mistake.</summary>
    void Report(Node at, string en, string zh)
    {
        if (reported.Add(at))
            problems.Add(at, en, zh);
    }

    static bool EndsIn(Period period, Period within) => period.LastMonth <= within.LastMonth && period.LastMonth >= within.FirstMonth;

    static string Word(Period period) => period.Kind switch
    {
        PeriodKind.Year => "year",
        PeriodKind.Half => $"S{period.Number}",
        PeriodKind.Quarter => $"Q{period.Number}",
        _ => $"M{period.Number}",
    };
}
