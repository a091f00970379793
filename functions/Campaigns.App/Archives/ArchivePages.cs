using System.Globalization;
using System.Text;
using Campaigns.Portal;
using Campaigns.Portal.Archives;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Archives;

/// <summary>The page of a participant's archive that people read and print (D3).</summary>
internal sealed class ArchivePages(IServiceProvider services, ILoggerFactory loggers)
{
    public Task<byte[]> RenderAsync(ArchivePlan plan, Standard standard) => RenderAsync(Document(plan, standard));

    /// <summary>The same for any document; UTF-8.</summary>
    public async Task<byte[]> RenderAsync(ArchivedDocument document)
    {
        await using var renderer = new HtmlRenderer(services, loggers);
        return await renderer.Dispatcher.InvokeAsync(async () =>
        {
            var parameters = ParameterView.FromDictionary(new Dictionary<string, object?> { [nameof(ArchivedPage.Document)] = document });
            return Encoding.UTF8.GetBytes("<!DOCTYPE html>\n" + (await renderer.RenderComponentAsync<ArchivedPage>(parameters)).ToHtmlString());
        });
    }

    private static ArchivedDocument Document(ArchivePlan plan, Standard standard)
    {
        var record = plan.Record;
        var locale = new Locale("zh", plan.Zone);
        var phases = record.Phases.ToDictionary(p => p.Id, p => p.Title);
        var sections = new List<ArchivedSection>
        {
            Phases(record, locale),
            Table(new("总评得分", "Composite score"), Score, Lines(record.Score.Lines, new(Locale.Score(record.Score.Total)))),
        };
        foreach (var sheet in record.Sheets)
            sections.AddRange(Sheet(sheet, phases[sheet.Phase], standard));
        foreach (var appraisal in record.Appraisals)
        {
            var rows = standard.Clauses.Where(c => appraisal.Content.Points.ContainsKey(c.Id)).Select(c => Row(
                c.Text, new(Locale.Score(appraisal.Content.Points[c.Id])), new(appraisal.Content.Reasons.GetValueOrDefault(c.Id) ?? "")));
            var title = Beside(phases[appraisal.Phase], new("考评", "appraisal"));
            sections.Add(Table(title, [Clause, Points, Reason], rows) with { Text = appraisal.Content.Comment });
            sections.Add(Table(Beside(phases[appraisal.Phase], new("得分说明", "explanation")), Score, Lines(appraisal.Lines, null)));
        }
        foreach (var planned in record.Plans)
        {
            var rows = planned.Content.Measures.Select(m => Row(new(m.Title), new(m.Owner ?? ""), new(Day(m.Due))));
            sections.Add(Table(phases[planned.Phase], [new("措施", "Measure"), new("责任人", "Owner"), Due], rows) with { Text = planned.Content.Text });
        }
        sections.AddRange(Others(record, locale, phases));
        sections.Add(Files(plan, locale, phases));
        var lacks = plan.Lacks.Select(lack => Beside(
            lack.Phase is { } phase && phases.TryGetValue(phase, out var title) ? title : new(""), ArchiveWords.Of(lack.Kind), lack.Name));
        return new(
            Beside(record.Campaign, record.TrackTitle), $"{record.UnitName.Zh} ({record.Unit}) · {record.Cycle}",
            plan.Partial ? [ArchiveWords.Partial, .. lacks] : [], sections);
    }

    private static ArchivedSection Phases(ArchivedParticipant record, Locale locale) => Table(
        new("各阶段", "Phases"),
        [
            new("阶段", "Phase"), new("状态", "Status"), new("时限", "Timeliness"), Due, new("报送时间", "Handed in"), new("得分", "Score"),
            new("版本", "Version"),
        ],
        // Bulletins and the like have no date of the participant's own.
        record.Phases.Where(p => p.DueAt is not null || p.SubmittedAt is not null).Select(p => Row(
            p.Title, ArchiveWords.Of(p.Status), ArchiveWords.Of(p.Timeliness), new(At(p.DueAt, locale)), new(At(p.SubmittedAt, locale)),
            new(p.Score is { } score ? Locale.Score(score) : ""), new(p.Version.ToString(CultureInfo.InvariantCulture)))));

    private static IEnumerable<ArchivedSection> Sheet(ArchivedSheet sheet, LocalizedText phase, Standard standard)
    {
        var rows = standard.Clauses.Where(c => sheet.Answers.GetValueOrDefault(c.Id) is not null)
            .Select(c => Row(c.Text, Answer(sheet.Answers[c.Id]), new(sheet.Answers[c.Id].Note ?? "")));
        yield return Table(phase, [Clause, new("填报", "Answer"), new("说明", "Note")], rows) with { Text = sheet.Text };
        yield return Table(Beside(phase, new("得分说明", "explanation")), Score, Lines(sheet.Lines, null));
    }

    private static IEnumerable<ArchivedSection> Others(ArchivedParticipant record, Locale locale, Dictionary<string, LocalizedText> phases)
    {
        LocalizedText PhaseOf(string id) => phases.GetValueOrDefault(id) ?? new(id);
        yield return Table(
            new("延期", "Extensions"), [new("阶段", "Phase"), new("状态", "Status"), new("原截止", "Was due"), Due, Reason],
            record.Extensions.Select(e => Row(
                PhaseOf(e.Phase), ArchiveWords.Of(e.State), new(locale.Local(e.OldDueAt)), new(locale.Local(e.DueAt)), new(e.Reason))));
        yield return Table(
            new("承诺", "Pledges"), [new("内容", "Pledge"), new("状态", "Status"), Due, new("兑现情况", "Fulfilment")],
            record.Pledges.Select(p => Row(
                new(p.Pledge.Content.Text), ArchiveWords.Of(p.Pledge.Status), new(locale.Local(p.Pledge.Content.DueAt)), new(p.Pledge.Report ?? ""))));
        yield return Table(
            new("纪实", "Records"), [new("标题", "Title"), new("内容", "Text"), new("责任人", "Person"), new("时间", "When")],
            record.Records.Select(r => Row(
                new(r.Record.Content.Title ?? ""), new(r.Record.Content.Text ?? ""), new(r.Record.Content.Person ?? ""), new(locale.Local(r.Record.At)))));
        yield return Table(
            new("指导记录", "Guidance notes"), [new("时间", "When"), new("记录人", "By"), new("内容", "Text")],
            record.Notes.Select(n => Row(new(locale.Local(n.At)), new(n.By), new(n.Text))));
        yield return Table(
            new("督查", "Inspections"), [new("时间", "When"), new("督查人", "By"), new("得分", "Score"), new("记录", "Notes")],
            record.Inspections.Where(i => i.Visit is not null).Select(i => Row(
                new(locale.Local(i.Visit!.At)), new(i.Visit.By), new(i.Visit.Score is { } score ? Locale.Score(score) : ""), new(i.Visit.Notes ?? ""))));
        yield return Table(
            new("问题与整改", "Findings"), [new("问题", "Finding"), new("状态", "State"), Due, new("整改", "Fix"), new("销号", "Closed")],
            record.Findings.Select(f => Row(
                new(f.Text), ArchiveWords.Of(f.State), new(locale.Local(f.DueAt)), new(f.Fix?.Text ?? ""), new(At(f.ClosedAt, locale)))));
        yield return Table(
            new("异议与复核", "Objections and appeals"), [new("阶段", "Phase"), new("收到", "Received"), new("内容", "Text"), new("答复", "Answer")],
            record.Challenges.Select(c => Row(PhaseOf(c.Phase), new(locale.Local(c.ReceivedAt)), new(c.Text), new(c.Answer ?? ""))));
        yield return Table(
            new("预警", "Warnings"), [new("类别", "Card"), new("时间", "When"), new("解除", "Cleared"), Reason],
            record.Cards.Select(c => Row(Terms.Of(c.Card), new(locale.Local(c.At)), new(At(c.Cleared?.At, locale)), new(c.Cleared?.Why ?? ""))));
        if (record.Outcome is { } outcome)
        {
            yield return Table(
                new("年度结果", "Outcome"),
                [new("得分", "Score"), new("等次", "Grade"), new("名次", "Rank"), new("达标", "Attained"), new("命名", "Honoured")],
                [Row(
                    new(Locale.Score(outcome.Score)), outcome.Grade is { } grade ? Terms.OfGrade(grade) : new(""),
                    new(outcome.Rank?.ToString(CultureInfo.InvariantCulture) ?? ""), YesNo(outcome.Attained), YesNo(outcome.Honoured))]);
        }
        yield return Table(
            new("结果运用", "Consequences"), [new("事由", "For"), new("内容", "Text")],
            record.Consequences.Select(c => Row(c.For ?? new(""), c.Text ?? new(""))));
    }

    private static ArchivedSection Files(ArchivePlan plan, Locale locale, Dictionary<string, LocalizedText> phases) => Table(
        new("佐证材料", "Evidence"),
        [new("文件", "File"), new("阶段", "Phase"), Clause, new("大小", "Bytes"), new("收到", "Received"), new("SHA-256")],
        plan.Files.Select(f => (IReadOnlyList<ArchivedCell>)
        [
            f.Lack is { } lack ? ArchivedCell.Of(Beside(new(f.Evidence.File.Name), ArchiveWords.Of(lack)))
                : new ArchivedCell(new(f.Evidence.File.Name), string.Join('/', f.Path.Split('/').Select(Uri.EscapeDataString))),
            ArchivedCell.Of(phases.GetValueOrDefault(f.Evidence.File.Phase)), ArchivedCell.Of(f.Evidence.File.Clause),
            ArchivedCell.Of(f.Evidence.File.Size.ToString("N0", CultureInfo.InvariantCulture)), ArchivedCell.Of(locale.Local(f.Evidence.File.ReceivedAt)),
            ArchivedCell.Of(f.Evidence.File.Sha256),
        ]));

    private static readonly LocalizedText Clause = new("条款", "Clause");
    private static readonly LocalizedText Points = new("分值", "Points");
    private static readonly LocalizedText Reason = new("理由", "Reason");
    private static readonly LocalizedText Due = new("截止", "Due");
    private static readonly LocalizedText[] Score = [new("项目", "Line"), Points, new("未计", "Lost"), new("说明", "How it came about")];

    private static IEnumerable<IReadOnlyList<ArchivedCell>> Lines(IReadOnlyList<ScoreLine> lines, LocalizedText? total)
    {
        foreach (var line in lines)
            yield return Row(new(line.Path), new(Locale.Score(line.Points)), new(line.Lost == 0 ? "" : Locale.Score(line.Lost)), line.Reason);
        if (total is not null)
            yield return Row(new("合计", "Total"), total, new(""), new(""));
    }

    private static LocalizedText Answer(ClauseAnswer answer)
    {
        var (zh, en) = (new List<string>(), new List<string>());
        void Say(string? value, string inChinese, string inEnglish)
        {
            if (value is null)
                return;
            zh.Add($"{inChinese} {value}");
            en.Add($"{inEnglish} {value}");
        }
        Say(answer.Points is { } points ? Locale.Score(points) : null, "分值", "points");
        Say(answer.Yes switch { true => "✓", false => "✗", null => null }, "是否", "yes or no");
        Say(answer.Measured is { } measured ? Locale.Score(measured) : null, "数值", "value");
        Say(answer.Of is { } of ? Locale.Score(of) : null, "总数", "of");
        Say(answer.Waived switch { true => "✓", false => "✗", null => null }, "免扣", "waived");
        if (answer.Recognitions.Count > 0)
        {
            zh.Add("表彰 " + string.Join("、", answer.Recognitions.Select(r => Vocabulary.RecognitionName(r).Zh)));
            en.Add("recognitions " + string.Join(", ", answer.Recognitions.Select(r => Vocabulary.RecognitionName(r).In("en"))));
        }
        return new(string.Join("；", zh), string.Join("; ", en));
    }

    private static LocalizedText Beside(LocalizedText first, LocalizedText second, string? third = null)
    {
        string Joined(string language) => string.Join(" · ", new[] { first.In(language), second.In(language), third ?? "" }.Where(t => t.Length > 0));
        return new(Joined("zh"), Joined("en"));
    }

    private static ArchivedSection Table(LocalizedText title, IReadOnlyList<LocalizedText> heads, IEnumerable<IReadOnlyList<ArchivedCell>> rows) =>
        new(title, heads, [.. rows]);

    private static IReadOnlyList<ArchivedCell> Row(params IEnumerable<LocalizedText> cells) => [.. cells.Select(c => new ArchivedCell(c))];

    private static string At(DateTimeOffset? instant, Locale locale) => instant is { } at ? locale.Local(at) : "";

    private static string Day(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) ?? "";

    private static LocalizedText YesNo(bool yes) => yes ? new("是", "yes") : new("否", "no");
}
