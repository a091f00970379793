namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads one phase as it is written, and what its kind allows.</summary>
internal sealed class PhaseReader(Problems problems)
{
    internal static readonly Dictionary<string, PeriodKind> repetitions =
        new() { ["month"] = PeriodKind.Month, ["quarter"] = PeriodKind.Quarter, ["half"] = PeriodKind.Half };

    internal static readonly Dictionary<string, Period> periods = All();

    public PhaseText? Read(Pair entry)
    {
        if (Values.IsSlug(entry.Key, entry.KeyNode, problems) && entry.Key == Calendar.CyclePlanner.Cycle)
            problems.Add(entry.KeyNode, $"'{entry.Key}' is the name of the whole year; choose another", $"“{entry.Key}”表示整个年度，请另选名称");
        if (Fields.Of(entry.Value, problems,
            ["kind", "title", "period", "each", "by", "tracks", "covers", "opens", "due", "grace", "late", "late-policy", "rework", "ladder",
                "draw", "announced", .. VoteReader.Keys, .. FilingReader.Keys, .. RecurrenceReader.Keys, .. SelectingReader.Keys]) is not { } fields)
            return null;
        var kind = Values.Choice(fields.Required("kind"), problems, Vocabulary.PhaseKinds);
        Refuse(kind, fields);
        var bulletin = kind is PhaseKind.Bulletin;
        var text = new PhaseText
        {
            Entry = entry,
            Kind = kind,
            Title = Values.Localized(fields.Optional("title"), problems),
            Each = Values.Choice(fields.Optional("each"), problems, repetitions),
            By = By(kind, fields.Optional("by")),
            Tracks = Values.Names(fields.Optional("tracks"), problems),
            Covers = fields.Has("covers") ? Values.Names(fields.Optional("covers"), problems) : null,
            OpensAt = fields.Optional("opens"),
            Opens = TimeExpression.Read(fields.Required("opens"), TimeExpression.ForOpening, problems),
            DueAt = fields.Optional("due"),
            Due = bulletin ? null : TimeExpression.Read(fields.Required("due"), TimeExpression.ForDue, problems),
            Grace = bulletin ? null : TimeExpression.ReadLength(fields.Optional("grace"), problems),
            Late = bulletin ? null : TimeExpression.ReadLength(fields.Optional("late"), problems),
            Every = RecurrenceReader.Read(fields, problems),
            LatePolicy = LatePolicyReader.Read(fields.Optional("late-policy"), problems),
            FileWith = FilingReader.FileWith(kind, fields, problems),
            Pledges = FilingReader.Pledges(kind, fields, problems),
            Rework = kind is PhaseKind.Appraisal or PhaseKind.Plan or null ? TimeExpression.ReadLength(fields.Optional("rework"), problems) : null,
            Selecting = new SelectingReader(problems).Terms(kind, fields),
            Ladder = bulletin ? null : Values.Slug(fields.Optional("ladder"), problems),
            Draw = DrawReader.Read(fields.Optional("draw"), problems),
            Vote = VoteReader.Read(kind, fields, problems),
            Announced = DrawReader.Announced(fields.Optional("announced"), problems),
        };
        return text with { Periods = Periods(text, fields) };
    }

    /// <summary>Keys that mean nothing for the kind of phase.</summary>
    static void Refuse(PhaseKind? kind, Fields fields)
    {
        if (kind is PhaseKind.Bulletin)
        {
            foreach (var key in (string[])["due", "grace", "late", "ladder"])
                fields.Forbid(key, $"a bulletin has no '{key}': it is published when it opens", $"通报没有“{key}”：开启时即发布");
        }
        if (kind is not (null or PhaseKind.Appraisal or PhaseKind.Plan))
            fields.Forbid("rework", "only an appraisal returns sheets and a plan is sent back: 'rework' belongs there", "只有考评和创建方案可以退回修改：“rework”用于这两类阶段");
        if (kind is { } known && !known.IsSheet())
            fields.Forbid("late-policy", "only a sheet can be late: 'late-policy' belongs to a self-check or a summary", "只有自查和小结可以有“late-policy”");
        else if (!fields.Has("late"))
            fields.Forbid("late-policy", "nothing is taken after the grace: give 'late' a length first", "宽限后不再受理：请先写明“late”的天数");
        if (kind is not (null or PhaseKind.Inspection))
        {
            foreach (var key in (string[])["draw", "announced"])
                fields.Forbid(key, $"only an inspection has '{key}'", $"只有督查可以有“{key}”");
        }
        if (kind is not (null or PhaseKind.Appraisal or PhaseKind.Bulletin))
            fields.Forbid("covers", "only an appraisal or a bulletin covers other phases", "只有考评和通报可以有“covers”");
    }

    Actor By(PhaseKind? kind, Node? node)
    {
        var by = Values.Choice(node, problems, Vocabulary.Actors);
        if (kind is not { } known)
            return by ?? Actor.Authority;
        if (by is { } chosen && !known.Actors().Contains(chosen))
        {
            var words = known.Actors().Select(a => Vocabulary.Actors.First(v => v.Value == a).Key).ToList();
            problems.Add(node!, $"this kind of phase is done by '{string.Join("' or '", words)}'", $"这类阶段由 {string.Join(" 或 ", words)} 完成");
        }
        return by ?? known.UsualActor();
    }

    IReadOnlyList<Period> Periods(PhaseText text, Fields fields)
    {
        if (fields.Has("each"))
        {
            fields.Forbid("period", "'period' and 'each' exclude each other", "period 与 each 不能同时使用");
            if (char.IsAsciiDigit(text.Id[^1]))
                problems.Add(text.Entry.KeyNode, "the name of a repeated phase must not end in a digit: numbers are added to it", "重复阶段的名称不能以数字结尾：系统会自动加上序号");
            return text.Each is { } each ? [.. periods.Values.Where(p => p.Kind == each)] : [];
        }
        // The kinds that come once a year need not say so; those that report on a part of it must.
        var yearly = text.Kind is { } kind && (kind.IsSelecting() || kind is PhaseKind.Plan or PhaseKind.Pledging or PhaseKind.Vote or PhaseKind.DutyReport);
        if (yearly && !fields.Has("period"))
            return [periods["year"]];
        return Values.Choice(fields.Required("period"), problems, periods) is { } period ? [period] : [];
    }

    static Dictionary<string, Period> All()
    {
        var all = new Dictionary<string, Period> { ["year"] = new(PeriodKind.Year, 1) };
        (string, PeriodKind, int)[] kinds = [("S", PeriodKind.Half, 2), ("Q", PeriodKind.Quarter, 4), ("M", PeriodKind.Month, 12)];
        foreach (var (letter, kind, count) in kinds)
        {
            for (var number = 1; number <= count; number++)
                all.Add($"{letter}{number}", new Period(kind, number));
        }
        return all;
    }
}
