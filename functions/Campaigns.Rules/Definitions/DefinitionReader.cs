using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions.Reading;

namespace Campaigns.Rules.Definitions;

/// <summary>
/// Reads a campaign's definition from YAML or JSON (B1, B2, B6, B10, K1–K4, J6). All errors at once, each with line, column and path; never an exception,
/// whatever the text. Relative dates, no programming, one way to say each thing:
/// <list type="bullet">
/// <item><c>campaign</c> id · <c>title</c> · <c>authority: { unit, zone, workdays, opens: 09:00, due: 18:00 }</c> (hours optional) ·
/// <c>programme: { years: 2026..2028, themes: { 2026: … } }</c>. Text is plain (Chinese) or <c>{ zh, en }</c>.</item>
/// <item><c>tracks</c>, by id: <c>title</c>, <c>enters: { level, sector }</c> or <c>{ individual }</c>, <c>standard</c>, <c>weights</c> of the kinds of
/// phase that leave a score (self-check, appraisal, inspection, pledging, duty-report, vote, panel), together 100%, and <c>select: { quota, by, reach,
/// nominated-by, allotted }</c>, <c>attain: { reach, share }</c>, or both.</item>
/// <item><c>standards</c>, by id: <c>title</c>, <c>scale</c>, <c>grades</c> (id: least score), <c>sections</c> of <c>id, title, max, clauses</c>. A clause has
/// <c>id</c>, <c>text</c>, perhaps <c>evidence: { min, kinds }</c>, and one way of scoring: <c>points: 10</c> (judgement) · <c>yes-no: 10</c> ·
/// <c>measure: deeds, target: 3, points: 12</c> · <c>measure: deeds, steps: { 1: 4, 3: 12 }</c> · <c>bonus: { county: 2, city: 3, cap: 3 }</c> ·
/// <c>deduct: { measure: petitions, each: 2, cap: 10, waived-by: reported-first }</c> · <c>veto: { measure: falsifications, above: 0 }</c> ·
/// <c>ratio: { measure: kept, of: made, points: 10 }</c> · <c>zeroes: { measure: falsified-items, above: 0, section: service }</c> ·
/// <c>discretion: { up-to: 5 }</c> · <c>by-rank: { measure: income, points: [10, 8, 6] }</c>; a target may be
/// <c>{ above-reference: 20%, reference: county-income }</c>. <c>head-count: { excellent: 15% }</c> bounds a grade.</item>
/// <item><c>references</c>, by id: <c>title</c>, <c>unit</c>; the authority enters their values each year.</item>
/// <item><c>targets</c>: a list of <c>id</c>, <c>title</c>, one of <c>at-least: 60%</c> (perhaps <c>stretch: 80%</c>) · <c>about: 200</c> (<c>within: 10%</c>)
/// ·
/// <c>exactly: 3</c> · <c>range: 3..5</c> · <c>above-reference: 20%, reference: county-income</c>, and what counts: <c>measure: able, out-of: secretaries</c> ·
/// <c>measure: area, reaching: 150</c> (how many participants) · <c>count: participants | attained | honoured | listed</c> or a class; <c>sum: year</c> adds
/// up the year's self-checks; <c>track</c> or <c>of: village</c> narrow it.</item>
/// <item><c>phases</c>, by id: <c>kind</c> (self-check, summary, appraisal, bulletin, evaluation, plan, pledging, inspection, duty-report, vote,
/// nomination, panel, public-notice, decision), <c>period</c> (year, S1, S2, Q1–Q4, M1–M12) or
/// <c>each</c> (month, quarter, half), <c>opens</c>, <c>due</c>, <c>grace</c>, <c>late</c>, <c>rework</c>, <c>ladder</c>, <c>by</c>, <c>tracks</c>,
/// <c>covers</c>, <c>title</c>. A phase <c>q</c> with <c>each: quarter</c> is four phases q1 to q4; its bare name stands, in <c>after q</c>, for the last one
/// whose period has ended when the referring phase's period ends, and in <c>covers</c> for all within the referring phase's period. A q4 that is written
/// out beside it takes the place of that occurrence (the fourth quarter with a cut-off before year end). An appraisal covers, if it does not
/// say, the self-checks of its tracks within its period; a bulletin the self-checks and summaries that end in its period.</item>
/// <item><c>ladders</c>, by id: rungs of <c>at</c>, <c>to</c> (reporter, designated, organisation-member, leader-in-charge, leader, liaison, contact,
/// instructor, department, reviewer or parent.reviewer, parent.leader, authority), perhaps <c>card</c> (yellow, red) and <c>id</c>.</item>
/// <item>An inspection has <c>draw: { share: 10%, at-least: 1, per: area, load: 20 }</c> (per area, parent or track; without a draw everybody is visited)
/// and <c>announced: false</c>. <c>rectification: { due: 15wd, verify: 5wd, extends: 5wd, ladder, confirm: 5wd, confirm-ladder, falsified: [disqualify,
/// next-year] }</c> · <c>reports: { by: authority | inspector, answer: 15wd, ladder }</c> where reports from the public are taken; a ladder of those who
/// answer speaks to authority, parent.reviewer and parent.leader, in time and after it ·
/// <c>warnings</c>, a list of <c>id, when, card, clears, tracks</c>, with <c>when</c> one of <c>{ phase: silent | late, kind }</c>,
/// <c>{ finding: overdue }</c>, <c>{ indicator: coverage, below: 30% }</c> (of its target; a plain number is the value itself), <c>{ yellow: 2 }</c>, and
/// <c>clears</c> decision, next-on-time, closed or recovered · <c>review: { flag-difference: 10% }</c> · <c>burden: { forms: 12, inspections: 2 }</c>.</item>
/// <item>Moments: opens: <c>start</c>, <c>end</c>, <c>12-20</c>, <c>after q2</c>; due: <c>start</c>, <c>end</c>, <c>12-20</c>, <c>open</c>; rungs: <c>open</c>,
/// <c>due</c>, <c>locked</c>; each with <c>± N wd</c> (working days) or <c>± N d</c>. A bare <c>15wd</c> for due counts from the opening.</item>
/// </list>
/// </summary>
public static class DefinitionReader
{
    const int MostOfAKind = 100;

    public static DefinitionReading Read(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new Problems();
        var definition = NodeComposer.Compose(text, problems) is { } root ? Definition(root, problems) : null;
        return new DefinitionReading(problems.Any ? null : definition, problems.InOrder());
    }

    /// <summary>The keys that are known at each mapping of a text, by its path: what an editor may offer there. The root's path is empty.</summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<string>> KeysOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var problems = new Problems();
        if (NodeComposer.Compose(text, problems) is { } root)
            Definition(root, problems);
        return problems.Known;
    }

    static CampaignDefinition? Definition(MapNode root, Problems problems)
    {
        var fields = Fields.Of(root, problems, "campaign", "title", "authority", "programme", "tracks", "standards", "phases", "ladders",
            "references", "targets", "rectification", "reports", "warnings", "review", "burden", "calendar", "leading-group")!;
        var id = Values.Slug(fields.Required("campaign"), problems)?.Text;
        var title = Values.Localized(fields.Required("title"), problems);
        var authority = AuthorityReader.Read(fields.Required("authority"), problems);
        var programme = ProgrammeReader.Read(fields.Required("programme"), problems);
        var (tracksNode, standardsNode) = (Chosen("tracks", required: true), Chosen("standards", required: true));
        var (phasesNode, laddersNode) = (Chosen("phases", required: true), Chosen("ladders", required: false));

        var references = Chosen("references", required: false).Select(new ReferenceReader(problems).Read).OfType<Reference>().ToList();
        var standards = standardsNode.Select(new StandardReader(problems, references.ConvertAll(r => r.Id)).Read).OfType<Standard>().ToList();
        var trackReader = new TrackReader(problems, Keys(standardsNode), standards.ToDictionary(s => s.Id), authority?.Unit);
        var tracks = tracksNode.Select(trackReader.Read).OfType<TrackDraft>().ToList();
        var targets = new TargetReader(problems, tracks.ConvertAll(t => t.Track), standards, references.ConvertAll(r => r.Id)).Read(fields.Optional("targets"));
        var ladders = laddersNode.Select(new LadderReader(problems).Read).OfType<LadderDraft>().ToList();
        var texts = phasesNode.Select(new PhaseReader(problems).Read).OfType<PhaseText>().ToList();
        var phases = new PhaseExpander(problems, texts, Keys(phasesNode), Keys(tracksNode), Keys(laddersNode)).Expand(texts);

        var rectification = new RectificationReader(problems, ladders, Keys(laddersNode)).Read(fields.Optional("rectification"));
        var reports = new ReportReader(problems, ladders, Keys(laddersNode)).Read(fields.Optional("reports"));
        List<string> answering = [.. new[] { rectification.Ladder, rectification.ConfirmLadder, reports?.Ladder }.OfType<string>()];
        var measures = standards.SelectMany(s => s.Clauses).Select(c => Sheets.Measures.Named(c.Rule).Measure).OfType<string>().ToHashSet();
        var warnings = new WarningReader(problems, Keys(tracksNode), measures).Read(fields.Optional("warnings"));
        var review = ReviewReader.Read(fields.Optional("review"), problems);
        var burden = ReviewReader.ReadBurden(fields.Optional("burden"), problems);

        var leadingGroup = OwnWorkReader.LeadingGroup(fields.Optional("leading-group"), problems);

        new ReachChecks(problems, phases, ladders.ToDictionary(l => l.Id), tracks, answering).Run();
        new UseChecks(problems, tracks, texts, answering).Run(standardsNode, laddersNode, phasesNode.Count == texts.Count);
        if (programme is not null)
        {
            new PhaseChecks(problems, phases, ladders.ToDictionary(l => l.Id), programme, [.. tracks.Select(t => t.Track)]).Run();
            new RecurrenceChecks(problems, phases, programme).Run();
        }
        if (id is null || title is null || authority is null || programme is null)
            return null;
        return new CampaignDefinition
        {
            Id = id,
            Title = title,
            Authority = authority,
            Programme = programme,
            Tracks = [.. tracks.Select(t => t.Track)],
            Standards = [.. standards.Select(s => KeptMeasures.Of(s, targets))],
            References = references,
            Targets = targets,
            Phases = [.. phases.Select(p => p.Phase)],
            Ladders = [.. ladders.Select(l => l.Ladder)],
            Rectification = rectification,
            Reports = reports,
            Warnings = warnings,
            Review = review,
            Burden = burden,
            Pause = CalendarReader.Read(fields.Optional("calendar"), problems),
            LeadingGroup = leadingGroup,
        };

        IReadOnlyList<Pair> Chosen(string key, bool required)
        {
            var node = required ? fields.Required(key) : fields.Optional(key);
            if (Fields.Entries(node, problems) is not { } map)
                return [];
            if (map.Entries.Count == 0)
                problems.Add(map, $"'{key}' is empty", $"“{key}”是空的");
            if (map.Entries.Count <= MostOfAKind)
                return map.Entries;
            problems.Add(map, $"'{key}' has more than {MostOfAKind} entries", $"“{key}”超过 {MostOfAKind} 项");
            return [.. map.Entries.Take(MostOfAKind)];
        }
    }

    static List<string> Keys(IReadOnlyList<Pair> pairs) => [.. pairs.Select(p => p.Key)];
}
