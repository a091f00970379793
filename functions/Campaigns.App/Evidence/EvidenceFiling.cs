using Azure.Data.Tables;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Sheets;
using Campaigns.App.Storage;
using Campaigns.App.Telemetry;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Campaigns.App.Evidence;

/// <summary>
/// What an upload is filed under. <see cref="Key"/> is the caller's Idempotency-Key where it sent one; <see cref="Incoming"/> this request's own name.
/// </summary>
/// <param name="Deciding">The rule that takes it; null for that of a sheet.</param>
internal sealed record EvidenceUpload(
    string Phase, string Clause, string? Key, string Incoming, Func<ParticipantState, AttachEvidence, Decision<ParticipantState>>? Deciding = null)
{
    public EvidenceTerms Terms { get; init; } = EvidenceTerms.None;
}

/// <summary>
/// Files evidence 佐证材料 (D1, D2): look into it, seal, and one transaction that counts it. Evidence has the id that its Idempotency-Key gives, or its content, so
/// that an upload that is repeated is the same evidence. What the rules refuse never reaches the container of accepted evidence.
/// </summary>
public sealed partial class EvidenceFiling
{
    private readonly ParticipantStore _participants;
    private readonly SheetStore _sheets;
    private readonly CampaignTables _tables;
    private readonly EvidenceIntake _intake;
    private readonly EvidenceStore _store;
    private readonly FileCheck _check;
    private readonly TimeProvider _time;
    private readonly ILogger _log;

    public EvidenceFiling(
        ParticipantStore participants, SheetStore sheets, CampaignTables tables, CampaignBlobs blobs, FileCheck check, TimeProvider time,
        ILogger<EvidenceFiling> log)
    {
        (_participants, _sheets, _tables, _check, _time, _log) = (participants, sheets, tables, check, time, log);
        _intake = new(blobs, check.NeedsQuarantine);
        _store = new(blobs, time);
    }

    /// <summary>The evidence of one phase, or of all, in order of receipt. One request.</summary>
    public async Task<IReadOnlyList<EvidenceFile>> ListAsync(ParticipantKey key, string? phase, string? clause, CancellationToken cancellationToken)
    {
        var (from, to) = ParticipantKeys.EvidenceRange(key.Track, key.Unit);
        var files = new List<EvidenceFile>();
        await foreach (var row in _tables.Participants.QueryRangeAsync(ParticipantKeys.Partition(key.Cycle, key.Group), from, to, cancellationToken))
        {
            var file = EvidenceFile.FromRow(row);
            if ((phase is null || file.Phase == phase) && (clause is null || file.Clauses.Contains(clause)))
                files.Add(file);
        }
        return [.. files.OrderBy(f => f.ReceivedAt).ThenBy(f => f.Id, StringComparer.Ordinal)];
    }

    /// <summary>One piece of evidence, or null. One request.</summary>
    public async Task<EvidenceFile?> FindAsync(ParticipantKey key, string id, CancellationToken cancellationToken)
    {
        if (!ParticipantKeys.IsSlug(id))
            return null;
        var row = await _tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Evidence(key.Track, key.Unit, id), cancellationToken: cancellationToken);
        return row.HasValue ? EvidenceFile.FromRow(row.Value!) : null;
    }

    /// <summary>The bytes of evidence from <paramref name="offset"/> on.</summary>
    internal Task<Stream> OpenAsync(ParticipantKey key, EvidenceFile file, long offset, long length, CancellationToken cancellationToken) =>
        _store.OpenAsync(file.BlobName(key), offset, length, cancellationToken);

    /// <summary>The same as a stream that can be sought.</summary>
    internal Task<Stream> OpenSeekableAsync(ParticipantKey key, EvidenceFile file, CancellationToken cancellationToken) =>
        _store.OpenSeekableAsync(file.BlobName(key), cancellationToken);

    /// <summary>Why the scene's sheet takes no file for a clause, as a request says it; null where it does. No request.</summary>
    internal static IResult? RefusedClause(ParticipantScene scene, string phase, string clause, string place) =>
        scene.Standard.Clauses.Any(c => c.Id == clause) && scene.Phase(phase).Kind == PhaseKind.SelfCheck
            ? null
            : Problems.Validation(new Dictionary<string, string[]> { [place] = [$"phase {phase} has no clause '{clause}'"] });

    /// <summary>Why an upload would be refused now, before any of it has come: a closed phase costs nobody an upload. One request.</summary>
    internal async Task<IResult?> ForeseenAsync(ParticipantScene scene, EvidenceUpload upload, CancellationToken cancellationToken) =>
        await _participants.ReadAsync(scene.Key, cancellationToken) is not { } participant
            ? Problems.NotFound($"participant {scene.Key.Track}/{scene.Key.Unit}")
            : Foreseen(scene, upload, participant)?.ToProblem(scene.Caller.Language);

    /// <summary>Looks into a file in quarantine, all of which is there, and asks the scanner.</summary>
    internal Task<Inspection> CheckAsync(ReceivedFile received, CancellationToken cancellationToken)
    {
        received.WholeAt = _time.GetTimestamp();
        return _check.CheckAsync(received, cancellationToken);
    }

    /// <summary>The answer to a file that is not taken, for what is in it.</summary>
    internal IResult Refused(string cycle, FileRefusal refusal, FileType? type)
    {
        // That the scanner has not spoken yet says nothing of the file.
        if (refusal is not FileRefusal.NotScanned)
            LogRejected(refusal is FileRefusal.Infected ? LogLevel.Warning : LogLevel.Information, cycle, refusal);
        return FileRefusals.Answer(refusal, type);
    }

    /// <summary>Files what lies in quarantine already and was looked into, or answers why not.</summary>
    internal async Task<Parsed<EvidenceFile>> FileAsync(
        ParticipantScene scene, EvidenceUpload upload, ReceivedFile received, Inspection seen, CancellationToken cancellationToken) =>
        await _participants.ReadAsync(scene.Key, cancellationToken) is { } participant
            ? await SealAsync(scene, upload, received, seen, participant, cancellationToken)
            : new(Problems.NotFound($"participant {scene.Key.Track}/{scene.Key.Unit}"));

    /// <summary>Takes an upload in and files it, or answers why not.</summary>
    internal async Task<IResult> FileAsync(ParticipantScene scene, EvidenceUpload upload, MultipartUpload body, CancellationToken cancellationToken)
    {
        if (await _participants.ReadAsync(scene.Key, cancellationToken) is not { } participant)
            return Problems.NotFound($"participant {scene.Key.Track}/{scene.Key.Unit}");
        if (upload.Key is null && Foreseen(scene, upload, participant) is { } early)
            return early.ToProblem(scene.Caller.Language);

        Intake? intake;
        try
        {
            intake = await body.ReadFileAsync((stream, name) => _intake.ReceiveAsync(stream, name, upload.Incoming, cancellationToken), cancellationToken);
        }
        catch (FileTooLargeException)
        {
            return Problems.TooLarge(MultipartUpload.MaxFile);
        }
        catch (BadHttpRequestException unreadable)
        {
            return Problems.Unreadable(unreadable.StatusCode);
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException && !cancellationToken.IsCancellationRequested)
        {
            return Problems.BadRequest("$", "is not a complete multipart body");
        }
        if (intake is not { } taken)
            return Problems.BadRequest("$", "must hold exactly one file part");
        if (taken.Refusal is { } refusal)
            return Refused(scene.Key.Cycle, refusal, taken.Type);
        using var received = taken.File!;
        var seen = await CheckAsync(received, cancellationToken);
        if (seen.Refusal is { } found)
            return Refused(scene.Key.Cycle, found, received.Type);
        var filed = await SealAsync(scene, upload, received, seen, participant, cancellationToken);
        return filed.TryGet(out var file, out var problem)
            ? Answers.Created($"{scene.Path}/evidence/{file.Id}/content", EvidenceAnswer.Of(scene, file))
            : problem;
    }

    private static Refusal? Foreseen(ParticipantScene scene, EvidenceUpload upload, StoredParticipant participant) =>
        Decide(scene, upload, participant.State, new(upload.Clause, "probe", "", scene.Caller.Person)).Refusal;

    private async Task<Parsed<EvidenceFile>> SealAsync(
        ParticipantScene scene, EvidenceUpload upload, ReceivedFile received, Inspection seen, StoredParticipant participant,
        CancellationToken cancellationToken)
    {
        var (by, terms) = (scene.Caller.Person, upload.Terms);
        EvidenceFile? old = null;
        if (terms.Replaces is { } replaces)
        {
            old = await FindAsync(scene.Key, replaces, cancellationToken);
            if (old is null || old.Phase != upload.Phase)
            {
                var unknown = new Dictionary<string, string[]> { ["replaces"] = [$"there is no evidence {replaces} of phase {upload.Phase}"] };
                return new(Problems.Validation(unknown));
            }
        }
        var file = new EvidenceFile(
            IdOf(scene, upload, received), upload.Phase, upload.Clause, received.Name, received.Type.MediaType, received.Type.Kind, received.Size,
            received.Sha256, scene.ReceivedAt, by)
        {
            AlsoFor = [.. terms.AlsoFor.Where(c => c != upload.Clause).Distinct(StringComparer.Ordinal)],
            Version = (old?.Version ?? 0) + 1,
            Replaces = old?.Id,
            EffectiveOn = terms.EffectiveOn,
            SuggestedOn = seen.TakenOn,
        };
        var command = new AttachEvidence(upload.Clause, file.Id, file.Sha256, by, file.Kind)
        {
            AlsoFor = file.AlsoFor,
            Replaces = old is null ? null : new(old.Id, old.Clauses, old.Version),
            EffectiveOn = file.EffectiveOn,
            Today = DayOf(scene),
        };
        if (Decide(scene, upload, participant.State, command).Refusal is { } refused)
            return await RepeatedAsync(scene, file, cancellationToken) ?? new(refused.ToProblem(scene.Caller.Language));
        if (old is { ReplacedBy: not null } && old.ReplacedBy != file.Id)
            return new(Replaced(old));
        if (!await _store.SealAsync(received, file.BlobName(scene.Key), cancellationToken))
            return new(Problems.IdempotencyKeyReused());

        // The operation is this request's own: a repeat meets the first one's row and gets its answer, not one of its own making.
        var operation = new ParticipantOperation($"evidence|{file.Id}|{upload.Incoming}", scene.ReceivedAt);
        var insert = new TableTransactionAction(TableTransactionActionType.Add, file.ToRow(scene.Key));
        IReadOnlyList<TableTransactionAction> rows = old is null ? [insert] : [insert, old.Replaced(scene.Key, file.Id)];
        async ValueTask<ParticipantWrite> Attach(StoredParticipant current, CancellationToken token)
        {
            // After handing in the self-score follows the evidence, so it needs what was handed in.
            var standing = current.State.Phase(upload.Phase);
            var submitted = standing.HandedIn ? (await _sheets.ReadAsync(scene.Key, upload.Phase, standing, token))?.Submitted : null;
            return new(Decide(scene, upload, current.State, command with { Submitted = submitted }), rows);
        }

        // Where the phase locked since the first look, the blob stays behind without a row: it is nobody's evidence, and taking it away could take it from the
        // same upload, repeated, that came in time.
        var outcome = await _participants.TransactAsync(scene.Key, operation, Attach, cancellationToken, known: participant);
        if (outcome is ParticipantOutcome.Committed)
        {
            AppMeter.SealTime.Record(
                _time.GetElapsedTime(received.WholeAt).TotalSeconds, new KeyValuePair<string, object?>(TelemetryTags.Cycle, scene.Key.Cycle));
            return new(file);
        }
        return await RepeatedAsync(scene, file, cancellationToken)
            ?? new(OutcomeAnswer.Of(outcome, operation, scene) ?? (old is null ? Problems.IdempotencyKeyReused() : Replaced(old)));
    }

    private static IResult Replaced(EvidenceFile old) =>
        Problems.Conflict("evidenceReplaced", $"Evidence {old.Id} has a newer version already; replace that one.");

    private static DateOnly DayOf(ParticipantScene scene) => DateOnly.FromDateTime(
        TimeZoneInfo.ConvertTime(scene.ReceivedAt, TimeZoneInfo.FindSystemTimeZoneById(scene.Definition.Authority.Zone)).DateTime);

    /// <summary>The file as it was filed already; 422 where its id stands for another file.</summary>
    private async Task<Parsed<EvidenceFile>?> RepeatedAsync(ParticipantScene scene, EvidenceFile file, CancellationToken cancellationToken) =>
        await FindAsync(scene.Key, file.Id, cancellationToken) is not { } there ? null
        : there.IsSameAs(file) ? new(there)
        : new(Problems.IdempotencyKeyReused());

    private static Decision<ParticipantState> Decide(ParticipantScene scene, EvidenceUpload upload, ParticipantState state, AttachEvidence command) =>
        upload.Deciding is { } deciding ? deciding(state, command)
        : SheetDecider.Decide(state, scene.Phase(upload.Phase), scene.Window(upload.Phase), command, scene.ReceivedAt, scene.Standard);

    private static string IdOf(ParticipantScene scene, EvidenceUpload upload, ReceivedFile received) => ParticipantKeys.Hash(upload.Key is { } key
        ? $"key\n{scene.Caller.Person}\n{key}"
        : $"content\n{upload.Phase}\n{upload.Clause}\n{received.Name}\n{received.Sha256}")[..32];

    [LoggerMessage(
        EventId = EventIds.EvidenceRejected, Message = "Evidence of cycle {Cycle} was rejected: {Reason}", EventName = nameof(EventIds.EvidenceRejected))]
    private partial void LogRejected(LogLevel level, string cycle, FileRefusal reason);
}
