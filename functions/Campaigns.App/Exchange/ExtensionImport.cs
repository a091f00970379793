using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Extensions;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Extending;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Exchange;

/// <summary>An extension as somebody wrote it, the day as <c>2026-10-20</c>.</summary>
public sealed record ExtensionRow(int Row, string Track, string Unit, string Phase, string Until, string Reason);

/// <summary>The JSON form of an import of extensions.</summary>
public sealed record ExtensionsBody(IReadOnlyList<ExtensionRowBody> Extensions)
{
    /// <summary>Its extensions as rows, counted from 1.</summary>
    public ImportFile<ExtensionRow> ToRows() => new(
        [.. Extensions.Select((e, i) => new ExtensionRow(i + 1, e.Track, e.Unit, e.Phase, ImportCells.Text(e.Until), e.Reason))], []);
}

/// <summary>More time for a participant's phase.</summary>
public sealed record ExtensionRowBody(string Track, string Unit, string Phase, DateOnly Until, string Reason);

/// <summary>Plans an import of extensions (J1): the authority extends many at once, each row by the rules that the single grant follows.</summary>
public sealed class ExtensionImport(ImportScenes scenes, ParticipantStore participants, ExtensionDesk desk)
{
    internal static readonly ImportColumn[] Columns = [new("track"), new("unit"), new("phase"), new("until"), new("reason")];

    internal static ImportSource<ExtensionRow> Source { get; } = new(
        csv => ImportCsv.Read(
            csv, Columns, (row, cell) => new ExtensionRow(row, cell("track"), cell("unit"), cell("phase"), cell("until"), cell("reason")),
            ImportScenes.MaxRows),
        ImportSource.FromJson((ExtensionsBody b) => b.ToRows()))
    {
        MaxBytes = 4 * 1024 * 1024,
    };

    public async Task<ImportPlan> PlanAsync(CycleContext cycle, ImportFile<ExtensionRow> file, Import import, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(import);
        var planned = await ImportScenes.EachAsync(file.Rows, (row, stop) => PlanAsync(cycle, row, import, stop), cancellationToken);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var rows = planned.Select(p => p.Row.Outcome is RowOutcome.Rejected || seen.Add(p.Row.Id)
            ? p
            : new Planned(PlannedRow.Rejected(p.Row.Row, p.Row.Id, ImportErrors.Twice(p.Row.Row, "unit", p.Row.Id)), null, null, null)).ToList();
        return new([.. rows.Select(r => r.Row)], async stop =>
        {
            var acts = rows.Where(r => r.Row.Outcome is RowOutcome.Created or RowOutcome.Updated).ToList();
            var late = await ImportScenes.EachAsync(acts, (act, token) => ActAsync(cycle, act, import, token), stop);
            return [.. late.OfType<ImportError>()];
        });
    }

    private async Task<ImportError?> ActAsync(CycleContext cycle, Planned row, Import import, CancellationToken cancellationToken)
    {
        var (outcome, _) = await desk.ActAsync(
            cycle, row.Scene!.Key, row.Phase!, _ => row.Command!, ImportScenes.OperationOf(import, row.Row.Id), import.At, cancellationToken);
        return ImportScenes.Late(outcome, row.Row.Row);
    }

    private async Task<Planned> PlanAsync(CycleContext cycle, ExtensionRow row, Import import, CancellationToken cancellationToken)
    {
        var id = $"{row.Track}/{row.Unit}/{row.Phase}";
        Planned Bad(ImportError? error) => new(PlannedRow.Rejected(row.Row, id, error!), null, null, null);
        var (scene, error) = await scenes.OpenAsync(cycle, import, Act.GrantExtension, row.Row, row.Track, row.Unit, cancellationToken);
        if (scene is null)
            return Bad(error);
        var (phase, noPhase) = ImportScenes.PhaseOf(scene, row.Row, row.Phase);
        if (phase is null)
            return Bad(noPhase);
        if (ImportCells.Day(row.Until) is not { } until)
            return Bad(ImportCells.NoDay(row.Row, "until", row.Until));
        var (dates, refusal) = desk.DatesOf(cycle.Definition, phase, until);
        if (dates is null)
            return Bad(new(row.Row, "until", refusal!.Message));
        if (await participants.ReadAsync(scene.Key, cancellationToken) is not { } stored)
            return Bad(new(row.Row, "unit", "该单位不参加此类别", "takes no part in that track"));

        // A row of a file that was sent before is there already.
        var granted = stored.State.Dates.Extensions.Where(e => e.Phase == phase.Id && e.State is ExtensionState.Granted).ToList();
        if (granted.Any(e => e.DueAt == dates.DueAt && e.Reason == row.Reason))
            return new(new(row.Row, id, RowOutcome.Unchanged, []), null, null, null);
        if (ImportErrors.Strategy(import.Options.Strategy, row.Row, "phase", granted.Count > 0, changes: true) is { } unwanted)
            return Bad(unwanted);
        var command = new GrantExtension(phase.Id, dates, row.Reason, import.Caller.Person);
        return desk.Decide(cycle, stored.State, phase, command, import.At).Refusal is { } refused
            ? Bad(new(row.Row, refused.Path ?? "", refused.Message))
            : new(new(row.Row, id, granted.Count > 0 ? RowOutcome.Updated : RowOutcome.Created, []), scene, phase, command);
    }

    private sealed record Planned(PlannedRow Row, ParticipantScene? Scene, Phase? Phase, GrantExtension? Command);
}
