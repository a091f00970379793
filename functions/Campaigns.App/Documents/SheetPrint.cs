using Campaigns.App.Cycles;
using Campaigns.App.Exchange;
using Campaigns.App.Participants;
using Campaigns.App.Sheets;
using Campaigns.App.Spreadsheets;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Documents;

/// <summary>A sheet in the layout that is signed, approved 审签 and stamped 签字盖章 (L1): what was asked, what was filled in, what it scores by itself.</summary>
internal static class SheetPrint
{
    public static PrintedDocument Of(ParticipantScene scene, Phase phase, ParticipantState state, SheetContent content, string unitName, string language)
    {
        string Text(string zh, string en) => new LocalizedText(zh, en).In(language);
        var at = PhaseAnswer.Of(state.Phase(phase.Id), scene.Window(phase.Id, state), scene.ReceivedAt);
        var handedIn = at.SubmittedAt is { } when
            ? Text($"报送时间：{scene.Cycle.LocalTime(when)}　第{at.Version}次", $"Handed in: {scene.Cycle.LocalTime(when)} (version {at.Version})")
            : Text("尚未报送", "Not handed in yet");
        var due = at.DueAt is { } end ? Text($"截止：{scene.Cycle.LocalTime(end)}　", $"Due: {scene.Cycle.LocalTime(end)} · ") : "";
        var blocks = new List<PrintedBlock>
        {
            new PrintedBlock.Text(Text($"填报单位：{unitName}（{state.Unit}）\n{due}{handedIn}", $"Unit: {unitName} ({state.Unit})\n{due}{handedIn}")),
        };
        if (phase.Kind is PhaseKind.SelfCheck)
            blocks.Add(Clauses(scene, state, content, at, phase.Id, language));
        if (content.Text is { Length: > 0 } text)
            blocks.Add(new PrintedBlock.Text(text));
        var date = Text("年　　月　　日", "Date: ____________");
        blocks.Add(new PrintedBlock.Signatures(
        [
            new(Text("填报人（签字）：", "Filled in by (signature):"), date),
            new(Text("审签（书记签字）：", "Approved by the secretary (signature):"), date),
            new(Text("单位（盖章）：", "Unit (stamp):"), date, Stamped: true),
        ]));
        var title = $"{scene.Definition.Title.In(language)} {phase.Title.In(language)}";
        return new(language, title, phase.Period.Id(scene.Cycle.Year), blocks);
    }

    private static PrintedBlock.Table Clauses(
        ParticipantScene scene, ParticipantState state, SheetContent content, PhaseAnswer at, string phase, string language)
    {
        string Text(string zh, string en) => new LocalizedText(zh, en).In(language);
        var standard = scene.Standard.For(state);
        var score = LateRule.Explain(Scorer.Score(standard, content, at.Evidence), state.Phase(phase).LateDeduction);
        var points = score.Lines.GroupBy(l => l.Path).ToDictionary(g => g.Key, g => g.Sum(l => l.Points), StringComparer.Ordinal);
        var rows = new List<IReadOnlyList<string>>();
        foreach (var section in standard.Sections)
        {
            foreach (var clause in section.Clauses)
            {
                rows.Add(
                [
                    section.Title.In(language), clause.Text.In(language), Answer(clause, content.Answer(clause.Id), language),
                    points.TryGetValue($"{section.Id}.{clause.Id}", out var given) ? ImportCells.Text(given) : "",
                    at.Evidence.TryGetValue(clause.Id, out var files) ? ImportCells.Text(files) : "0",
                ]);
            }
        }
        rows.Add([Text("合计", "Total"), "", "", ImportCells.Text(score.Total), ImportCells.Text(at.Evidence.Values.Sum())]);
        return new(
            [
                new(Text("项", "Section"), 16), new(Text("内容", "Clause"), 40), new(Text("填报情况", "Answer"), 24), new(Text("自评分", "Points"), 10, true),
                new(Text("佐证", "Files"), 10, true),
            ],
            rows);
    }

    private static string Answer(Clause clause, ClauseAnswer? answer, string language)
    {
        var form = ClauseForm.Of(clause);
        if (form.Asks.Count == 0 || answer is null)
            return form.Asks.Count == 0 ? FillInCells.AsksFor(form, language) : new LocalizedText("未填", "—").In(language);
        var cells = FillInCells.Of(answer, language);
        var of = cells[FillInColumn.Of].Length > 0 ? "/" + cells[FillInColumn.Of] : "";
        var recognised = string.Join(", ", answer.Recognitions.Select(r => Vocabulary.RecognitionName(r).In(language)));
        string[] parts = [cells[FillInColumn.Value] + of, cells[FillInColumn.Yes], recognised, cells[FillInColumn.Note]];
        return string.Join("\n", parts.Where(p => p.Length > 0));
    }
}
