using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Exchange;
using Campaigns.App.Participants;
using Campaigns.App.Sheets;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Scoring;
using Campaigns.Rules.Sheets;

namespace Campaigns.App.Spreadsheets;

/// <summary>A participant's sheet as it stands, in a spreadsheet.</summary>
public sealed record FillInSheet(ParticipantKey Key, ParticipantState State, StoredSheet? Stored, SheetContent Shown)
{
    public string Id => $"{Key.Track}/{Key.Unit}";
}

/// <summary>
/// What a township's spreadsheet for one phase holds now (J21): a row a unit and clause. <see cref="FirstRow"/> is the number of the first of
/// <see cref="Rows"/> in the file, where the hidden sheet keeps the fingerprint of all fixed cells and what each unit's sheet held.
/// </summary>
public sealed record FillInBook(
    CycleContext Cycle, Phase Phase, string Under, string UnderName, IReadOnlyList<FillInSheet> Sheets, IReadOnlyList<FillInRow> Rows)
{
    public const int FirstRow = 4;

    /// <summary>SHA-256 over every fixed cell: what the server gives out now is compared with what comes back.</summary>
    public string Fingerprint() => ParticipantKeys.Hash(
        string.Join('\u001e', Rows.Select(r => string.Join('\u001f', r.Fixed)).Prepend($"{Cycle.Cycle}/{Phase.Id}/{Under}")));

    /// <summary>The book where some sheets hold something else by now.</summary>
    public FillInBook With(IReadOnlyDictionary<string, SheetContent> contents) => this with
    {
        Sheets = [.. Sheets.Select(s => contents.TryGetValue(s.Id, out var content) ? s with { Shown = content } : s)],
    };

    /// <summary>What names a sheet's content, also none.</summary>
    public static string DigestOf(SheetContent content)
    {
        ArgumentNullException.ThrowIfNull(content);
        return content.Digest()[..32];
    }
}

/// <summary>Puts a township's spreadsheet together from what is stored now: one pass over the groups that hold its units.</summary>
public sealed class FillInBooks(ExportScan scan, SheetStore sheets)
{
    /// <summary>The most rows of a spreadsheet; a larger township is asked for unit by unit.</summary>
    public const int MaxRows = 20_000;

    /// <summary>The book of the units below (or at) a unit whose sheets the caller may see; null where that is more than <see cref="MaxRows"/> rows.</summary>
    public async Task<FillInBook?> ReadAsync(ExportScope scope, Phase phase, string language, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(phase);
        var cycle = scope.Cycle;
        var (found, rows, name) = (new List<FillInSheet>(), new List<FillInRow>(), scope.Under!);
        await foreach (var group in scan.GroupsAsync(scope, Act.ReadSheet, cancellationToken))
        {
            name = group.Directory.NameOf(scope.Under!);
            var mine = group.Participants.Values.Where(p => p.State.Left is null && phase.Concerns(p.State.Track))
                .OrderBy(p => p.State.Track, StringComparer.Ordinal).ThenBy(p => p.State.Unit, StringComparer.Ordinal).ToList();
            foreach (var participant in mine)
            {
                var stored = await sheets.ReadAsync(participant.Key, phase.Id, cancellationToken);
                var mayWrite = AccessPolicy.Decide(scope.Caller, Act.WriteSheet, participant.Key.Unit, group.Directory).IsAllowed;
                var sheet = new FillInSheet(
                    participant.Key, participant.State, stored, (mayWrite ? stored?.Working : stored?.Submitted) ?? SheetContent.Empty);
                found.Add(sheet);
                rows.AddRange(RowsOf(cycle, phase, sheet, group.Directory.NameOf(participant.Key.Unit), language));
                if (rows.Count > MaxRows)
                    return null;
            }
        }
        return new(cycle, phase, scope.Under!, name, found, rows);
    }

    private static IEnumerable<FillInRow> RowsOf(CycleContext cycle, Phase phase, FillInSheet sheet, string name, string language)
    {
        var standard = cycle.Definition.Standard(cycle.Definition.Track(sheet.Key.Track).Standard).For(sheet.State);
        var status = StatusOf(sheet.State.Phase(phase.Id).Status).In(language);
        foreach (var section in standard.Sections)
        {
            foreach (var clause in section.Clauses)
            {
                var form = ClauseForm.Of(clause);
                yield return new(
                    sheet.Key.Track, sheet.Key.Unit, clause.Id,
                    [
                        sheet.Key.Track, sheet.Key.Unit, name, section.Title.In(language), clause.Id, clause.Text.In(language),
                        FillInCells.AsksFor(form, language),
                    ],
                    form, FillInCells.Of(sheet.Shown.Answer(clause.Id), language), status);
            }
        }
    }

    private static LocalizedText StatusOf(SheetStatus status) => status switch
    {
        SheetStatus.Submitted => new("已报送", "Handed in"),
        SheetStatus.Returned => new("退回修改", "Returned"),
        SheetStatus.Accepted => new("已审定", "Accepted"),
        SheetStatus.Silent => new("未报送", "Not handed in"),
        _ => new("待报送", "Open"),
    };
}
