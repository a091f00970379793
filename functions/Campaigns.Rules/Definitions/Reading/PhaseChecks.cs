using Campaigns.Rules.Calendar;

namespace Campaigns.Rules.Definitions.Reading;

/// <summary>
/// What can be said of the phases' time without holiday tables: circles of <c>after</c>, and, on a calendar of plain weekdays for every year of the
/// programme, windows in the wrong order and rungs that could never fire (J6).
/// </summary>
internal sealed class PhaseChecks(Problems problems, IReadOnlyList<PhaseDraft> drafts, IReadOnlyDictionary<string, LadderDraft> ladders, Programme programme,
    IReadOnlyList<Track> tracks)
{
    const int MostYears = 10;
    readonly Dictionary<string, PhaseDraft> byId = drafts.ToDictionary(d => d.Phase.Id);
    readonly HashSet<(Node, string)> reported = [];

    public void Run()
    {
        LeapDays();
        var computable = Computable();
        var years = Enumerable.Range(programme.FirstYear, Math.Min(MostYears, programme.LastYear - programme.FirstYear + 1)).ToList();
        var days = years.ConvertAll(y => new PhaseDays(computable.Select(d => d.Phase), y, new WorkingDays(HolidayTables.Weekdays, HolidayTables.Empty)));
        foreach (var draft in computable)
        {
            foreach (var year in days)
                Order(draft, year, computable);
            if (draft.Text.Ladder is { } ladder && ladders.TryGetValue(ladder.Text, out var rungs))
                Rungs(draft, ladder, rungs, days);
        }
    }

    void LeapDays()
    {
        var common = Enumerable.Range(programme.FirstYear, programme.LastYear - programme.FirstYear + 1).FirstOrDefault(y => !DateTime.IsLeapYear(y));
        if (common == 0)
            return;
        foreach (var text in drafts.Select(d => d.Text).Distinct())
        {
            foreach (var (when, at) in ((When?, Node?)[])[(text.Opens, text.OpensAt), (text.Due, text.DueAt)])
            {
                if (when?.Date == new MonthDay(2, 29))
                    problems.Add(at!, $"there is no 29 February in {common}; the end of period M2 is written 'end'", $"{common} 年没有 2 月 29 日；M2 的最后一天请写 end");
            }
        }
    }

    /// <summary>Phases whose window follows from what could be read; those in or behind a circle are left out, the circle is reported once.</summary>
    List<PhaseDraft> Computable()
    {
        var sound = new Dictionary<string, bool>();
        foreach (var draft in drafts)
        {
            var path = new List<string>();
            for (var id = draft.Phase.Id; ; id = byId[id].Phase.Opens.Phase!)
            {
                var known = sound.TryGetValue(id, out var verdict);
                var circle = path.IndexOf(id);
                if (circle >= 0)
                    ReportCircle(path[circle..]);
                if (!known && circle < 0 && byId.TryGetValue(id, out var here) && here.Text.HasWindow)
                {
                    path.Add(id);
                    if (here.Phase.Opens.Anchor is Anchor.After)
                        continue;
                    verdict = true;
                }
                foreach (var passed in path)
                    sound[passed] = verdict;
                break;
            }
        }
        return [.. drafts.Where(d => sound.GetValueOrDefault(d.Phase.Id))];
    }

    void ReportCircle(List<string> circle)
    {
        var first = circle.Select(id => byId[id].Text).MinBy(t => t.OpensAt!.Line)!;
        var way = string.Join(" → ", circle.Append(circle[0]));
        if (reported.Add((first.OpensAt!, "circle")))
            problems.Add(first.OpensAt!, $"the phases wait for each other: {way}", $"阶段相互等待：{way}");
    }

    void Order(PhaseDraft draft, PhaseDays days, List<PhaseDraft> computable)
    {
        var id = draft.Phase.Id;
        var window = days.Window(id);
        if (window.Written is { } due)
            Report(draft.Text.DueAt!, "order", $"'{id}' would be due on {due:O}, before it opens on {window.Opens.Date:O}",
                $"“{id}”的截止日 {due:O} 早于开启日 {window.Opens.Date:O}");
        foreach (var covered in draft.Phase.Kind is PhaseKind.Appraisal ? draft.Phase.Covers : [])
        {
            if (computable.Exists(d => d.Phase.Id == covered) && days.Window(covered).Due?.Date >= window.Opens.Date)
                Report(draft.Text.OpensAt!, "covers",
                    $"'{id}' would open on {window.Opens.Date:O}, before '{covered}', which it looks at, is due on {days.Window(covered).Due?.Date:O}",
                    $"“{id}”将于 {window.Opens.Date:O} 开启，早于其所查看的“{covered}”的截止日 {days.Window(covered).Due?.Date:O}");
        }
        foreach (var earlier in computable.Where(d => StepOf(d.Phase) < StepOf(draft.Phase) && d.Phase.Shares(draft.Phase)).Select(d => d.Phase))
        {
            if (days.Window(earlier.Id).Locked?.Date is { } end && end >= window.Opens.Date)
                Report(draft.Text.OpensAt!, "step", $"'{id}' would open on {window.Opens.Date:O}, before '{earlier.Id}' is locked on {end:O}",
                    $"“{id}”将于 {window.Opens.Date:O} 开启，早于“{earlier.Id}”的锁定日 {end:O}");
        }
        if (draft.Phase.Kind is not PhaseKind.Evaluation)
            return;
        foreach (var other in computable.Where(d => d.Phase.Shares(draft.Phase)).Select(d => d.Phase)
            .Where(p => Counts(p, draft.Phase) && p.Period.Within(draft.Phase.Period)))
        {
            if (days.Window(other.Id).Locked?.Date is { } locked && locked >= window.Opens.Date)
                Report(draft.Text.OpensAt!, "evaluation",
                    $"'{id}' would open on {window.Opens.Date:O}, before '{other.Id}' is locked on {locked:O}: its scores would not count",
                    $"“{id}”将于 {window.Opens.Date:O} 开启，早于“{other.Id}”的锁定日 {locked:O}，其得分无法计入");
        }
    }

    /// <summary>
    /// The place of a phase on the way from the evaluation to the honours; null for phases that have none. A panel with weight comes before the evaluation,
    /// and nominations may. Candidates are assessed on site once it is known who they are.
    /// </summary>
    int? StepOf(Phase phase) => phase.Kind switch
    {
        PhaseKind.Evaluation or PhaseKind.Nomination => 1,
        PhaseKind.Inspection when phase.Assesses => 2,
        PhaseKind.Panel when tracks.All(t => !phase.Concerns(t.Id) || t.Weights.GetValueOrDefault(PhaseKind.Panel) == 0) => 2,
        PhaseKind.PublicNotice => 3,
        PhaseKind.Decision => 4,
        _ => null,
    };

    /// <summary>Self-checks and appraisals count in every evaluation of their tracks (they break ties); the other kinds where a track gives them
    /// weight.</summary>
    bool Counts(Phase phase, Phase evaluation) => phase.Kind is PhaseKind.SelfCheck or PhaseKind.Appraisal
        || !phase.Assesses && tracks.Any(t => t.Weights.GetValueOrDefault(phase.Kind) > 0 && phase.Concerns(t.Id) && evaluation.Concerns(t.Id));

    /// <summary>A rung that lies before the opening, or on the wrong side of the due date, in every year.</summary>
    void Rungs(PhaseDraft draft, Name ladder, LadderDraft rungs, List<PhaseDays> days)
    {
        foreach (var rung in rungs.Rungs.Select(r => r.Rung))
        {
            var verdicts = days.ConvertAll(d => Verdict(d, d.Window(draft.Phase.Id), rung.At));
            if (verdicts.Count == 0 || verdicts[0] is null || verdicts.Exists(v => v != verdicts[0]))
                continue;
            var (en, zh) = verdicts[0] switch
            {
                Misplaced.BeforeOpening => ("it lies before the phase opens", "时间早于阶段开启"),
                Misplaced.AfterDue => ("counted from 'open' it lies after the due date; count from 'due' or 'locked'", "从 open 起算已晚于截止日；请从 due 或 locked 起算"),
                _ => ("counted from 'locked' it lies before the due date; count from 'due'", "从 locked 起算却早于截止日；请从 due 起算"),
            };
            Report(ladder.At, $"rung {rung.Id}", $"rung '{rung.Id}' of ladder '{ladder.Text}' could never fire for '{draft.Phase.Id}': {en}",
                $"提醒梯级“{ladder.Text}”中的“{rung.Id}”对“{draft.Phase.Id}”永远不会发出：{zh}");
        }
    }

    static Misplaced? Verdict(PhaseDays days, DayWindow window, When at)
    {
        var day = days.WrittenRung(window, at).Date;
        return day < window.Opens.Date ? Misplaced.BeforeOpening
            : at.Anchor is Anchor.Open && day > window.Due?.Date ? Misplaced.AfterDue
            : at.Anchor is Anchor.Locked && at.Offset.Days < 0 && day <= window.Due?.Date ? Misplaced.BeforeDue
            : null;
    }

    enum Misplaced
    {
        BeforeOpening,
        AfterDue,
        BeforeDue,
    }

    /// <summary>Once for a place and kind: a repeated phase and several years show the same mistake many times.</summary>
    void Report(Node at, string what, string en, string zh)
    {
        if (reported.Add((at, what)))
            problems.Add(at, en, zh);
    }
}
