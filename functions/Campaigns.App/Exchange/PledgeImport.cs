using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Pledges;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Pledges;

namespace Campaigns.App.Exchange;

/// <summary>A pledge as somebody wrote it; kind and direction in camelCase, the day as <c>2026-10-20</c>.</summary>
public sealed record PledgeRow(
    int Row, string Track, string Unit, string Pledge, string Kind, string Direction, string Text, string Audience, string Channel, string Due, string Person,
    string Proof);

/// <summary>The JSON form of an import of pledges.</summary>
public sealed record PledgesBody(IReadOnlyList<PledgeRowBody> Pledges)
{
    /// <summary>Its pledges as rows, counted from 1.</summary>
    public ImportFile<PledgeRow> ToRows() => new(
        [.. Pledges.Select((p, i) => new PledgeRow(
            i + 1, p.Track, p.Unit, p.Pledge, RequestReader.CamelCase(p.Kind.ToString()), RequestReader.CamelCase(p.Direction.ToString()), p.Text, p.Audience,
            p.Channel, ImportCells.Text(p.Due), p.Person ?? "", p.Proof ?? ""))], []);
}

/// <summary>One pledge of one participant.</summary>
public sealed record PledgeRowBody(
    string Track, string Unit, string Pledge, PledgeKind Kind, PledgeDirection Direction, string Text, string Audience, string Channel, DateOnly Due,
    string? Person = null, string? Proof = null);

/// <summary>Plans an import of pledges (F1): each row is written down, or with its proof published, as its reporter's PUT would.</summary>
public sealed class PledgeImport(ImportScenes scenes, ParticipantStore participants, Pledging pledging)
{
    internal static readonly ImportColumn[] Columns =
    [
        new("track"), new("unit"), new("pledge"), new("kind"), new("direction"), new("text"), new("audience"), new("channel"), new("due"),
        new("person", true), new("proof", true),
    ];

    internal static ImportSource<PledgeRow> Source { get; } = new(
        csv => ImportCsv.Read(
            csv, Columns, (row, cell) => new PledgeRow(
                row, cell("track"), cell("unit"), cell("pledge"), cell("kind"), cell("direction"), cell("text"), cell("audience"), cell("channel"),
                cell("due"), cell("person"), cell("proof")),
            ImportScenes.MaxRows),
        ImportSource.FromJson((PledgesBody b) => b.ToRows()));

    public async Task<ImportPlan> PlanAsync(CycleContext cycle, ImportFile<PledgeRow> file, Import import, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(import);
        var planned = await ImportScenes.EachAsync(file.Rows, (row, stop) => PlanAsync(cycle, row, import, stop), cancellationToken);
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var rows = planned.Select(p => p.Row.Outcome is RowOutcome.Rejected || seen.Add(p.Row.Id)
            ? p
            : new Planned(PlannedRow.Rejected(p.Row.Row, p.Row.Id, ImportErrors.Twice(p.Row.Row, "pledge", p.Row.Id)), null, "", null)).ToList();
        return new([.. rows.Select(r => r.Row)], async stop =>
        {
            // A participant's pledges one after the other: they share its row.
            var acts = rows.Where(r => r.Draft is not null && r.Row.Outcome is RowOutcome.Created or RowOutcome.Updated).GroupBy(r => r.Scene!.Key)
                .Select(g => g.ToList()).ToList();
            var late = await ImportScenes.EachAsync(acts, (mine, token) => ActAsync(mine, import, token), stop);
            return [.. late.SelectMany(l => l)];
        });
    }

    private async Task<IReadOnlyList<ImportError>> ActAsync(List<Planned> rows, Import import, CancellationToken cancellationToken)
    {
        var late = new List<ImportError>();
        foreach (var row in rows)
        {
            var (outcome, _) = await pledging.WriteAsync(
                row.Scene!, row.Draft!.Phase, row.Pledge, row.Draft.Command, ImportScenes.OperationOf(import, row.Row.Id), null, cancellationToken);
            if (ImportScenes.Late(outcome, row.Row.Row) is { } error)
                late.Add(error);
        }
        return late;
    }

    private async Task<Planned> PlanAsync(CycleContext cycle, PledgeRow row, Import import, CancellationToken cancellationToken)
    {
        var id = $"{row.Track}/{row.Unit}/{row.Pledge}";
        Planned Bad(params ImportError[] errors) => new(PlannedRow.Rejected(row.Row, id, errors), null, "", null);
        var (scene, error) = await scenes.OpenAsync(cycle, import, Act.WriteSheet, row.Row, row.Track, row.Unit, cancellationToken);
        if (scene is null)
            return Bad(error!);
        if (Pledging.PhaseOf(scene) is not { } phase)
            return Bad(new ImportError(row.Row, "track", "该类别没有承诺阶段", "the track pledges nothing"));
        var (body, errors) = Read(row);
        if (body is null)
            return Bad([.. errors]);
        if (await participants.ReadAsync(scene.Key, cancellationToken) is not { } stored)
            return Bad(new ImportError(row.Row, "unit", "该单位不参加此类别", "takes no part in that track"));

        var draft = await pledging.DraftAsync(scene, phase, row.Pledge, body, cancellationToken);
        if (draft.Stranger is { } stranger)
            return Bad(new ImportError(row.Row, "person", $"“{stranger}”不属于{row.Unit}", $"'{stranger}' does not belong to {row.Unit}"));
        if (draft.Stands)
            return new(new(row.Row, id, RowOutcome.Unchanged, []), scene, row.Pledge, null);
        if (ImportErrors.Strategy(import.Options.Strategy, row.Row, "pledge", draft.Before is not null, changes: true) is { } unwanted)
            return Bad(unwanted);
        if (Pledging.Check(scene, stored.State, row.Pledge, draft) is { } refused)
            return Bad([.. refused.All.Select(r => new ImportError(row.Row, Column(r.Path), r.Message))]);
        return new(new(row.Row, id, draft.Before is null ? RowOutcome.Created : RowOutcome.Updated, []), scene, row.Pledge, draft);
    }

    private static (PledgeBody? Body, IReadOnlyList<ImportError> Errors) Read(PledgeRow row)
    {
        var errors = new List<ImportError>();
        if (!RequestReader.IsSlug(row.Pledge))
            errors.Add(ImportErrors.NoId(row.Row, "pledge", row.Pledge));
        var kind = Word<PledgeKind>(row.Row, "kind", row.Kind, errors);
        var direction = Word<PledgeDirection>(row.Row, "direction", row.Direction, errors);
        var due = ImportCells.Day(row.Due);
        if (due is null)
            errors.Add(ImportCells.NoDay(row.Row, "due", row.Due));
        return errors.Count > 0
            ? (null, errors)
            : (new(
                kind, direction, row.Text, row.Audience, row.Channel, due!.Value, row.Person.Length == 0 ? null : row.Person,
                row.Proof.Length == 0 ? null : row.Proof), errors);
    }

    private static TEnum Word<TEnum>(int row, string column, string text, List<ImportError> errors)
        where TEnum : struct, Enum
    {
        foreach (var value in Enum.GetValues<TEnum>())
        {
            if (RequestReader.CamelCase(value.ToString()) == text)
                return value;
        }
        errors.Add(ImportErrors.NotOneOf(row, column, text, Enum.GetNames<TEnum>().Select(RequestReader.CamelCase)));
        return default;
    }

    private static string Column(string? path) => Array.Exists(Columns, c => c.Name == path) ? path! : "";

    private sealed record Planned(PlannedRow Row, ParticipantScene? Scene, string Pledge, PledgeDraft? Draft);
}
