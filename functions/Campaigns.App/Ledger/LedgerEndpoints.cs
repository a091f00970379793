using System.Globalization;
using System.Text.Json;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.Rules.Ledger;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Ledger;

/// <summary>
/// An entry: the text exactly as it was hashed, its hash, and the same text as JSON for those who only read. Hash and text suffice to check the chain offline.
/// </summary>
public sealed record LedgerEntryAnswer(long Seq, string Hash, JsonElement Entry, string Text)
{
    internal static LedgerEntryAnswer Of(LedgerEntry entry)
    {
        try
        {
            using var json = JsonDocument.Parse(entry.Text);
            return new(entry.Seq, entry.Hash, json.RootElement.Clone(), entry.Text);
        }
        catch (JsonException)
        {
            // Somebody tampered with it: the reader sees what is there, verify says where.
            return new(entry.Seq, entry.Hash, JsonSerializer.SerializeToElement<string?>(null), entry.Text);
        }
    }
}

/// <param name="BrokenAt">Number of the first entry that does not hold or is missing.</param>
/// <param name="CutOff">An anchor outside the chain's partition remembers entries that are no longer there.</param>
/// <param name="Anchors">How many anchors the chain was held against.</param>
public sealed record LedgerVerification(bool Valid, long Entries, string Head, long? BrokenAt, bool CutOff, int Anchors)
{
    internal static LedgerVerification Of(AnchoredResult result) =>
        new(result.Chain.Valid, result.Chain.Count, result.Chain.Head, result.Chain.BrokenAt, result.CutOff, result.Anchors);
}

/// <summary><c>GET …/ledger</c>, <c>GET …/ledger/verify</c> and <c>GET …/groups/{group}/ledger/verify</c> (E6, J19).</summary>
public sealed class LedgerEndpoints(AccessPolicy access, ParticipantDesk desk, LedgerReader ledger, CycleStore cycles)
{
    private const string Route = "api/v1/cycles/{cycle}/participants/{track}/{unit}/ledger";

    [Function(nameof(GetLedger))]
    public async Task<IResult> GetLedger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route)] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.ReadLedger, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        var list = $"ledger|{cycle}|{track}|{unit}";
        var reader = new RequestReader(request);
        var paging = reader.Paging(list);
        if (reader.Problem is { } bad)
            return bad;

        var from = paging.Position is { } position ? int.Parse(position, CultureInfo.InvariantCulture) : 1;
        var entries = await ledger.EntriesAsync(scene.Key, from, paging.Limit, cancellationToken);
        var next = entries.Count == paging.Limit ? Continuations.Write(list, (entries[^1].Seq + 1).ToString(CultureInfo.InvariantCulture)) : null;
        return Answers.Ok(new Page<LedgerEntryAnswer>([.. entries.Select(LedgerEntryAnswer.Of)], next));
    }

    [Function(nameof(VerifyLedger))]
    public async Task<IResult> VerifyLedger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/verify")] HttpRequest request,
        string cycle,
        string track,
        string unit,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (!(await desk.OpenAsync(context, Act.ReadLedger, cycle, track, unit, null, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        return await ledger.VerifyAsync(scene.Key, cancellationToken) is { } result
            ? Answers.Ok(LedgerVerification.Of(result))
            : Problems.NotFound($"participant {track}/{unit} in cycle {cycle}");
    }

    [Function(nameof(VerifyGroupLedger))]
    public async Task<IResult> VerifyGroupLedger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/groups/{group}/ledger/verify")] HttpRequest request,
        string cycle,
        string group,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (await access.DeniesAsync(context.Caller(), Act.VerifyGroupLedger, null, cancellationToken) is { } no)
            return no;
        if (RequestReader.BadRoute(("cycle", cycle), ("group", group)) is { } bad)
            return bad;
        return await cycles.ReadSnapshotAsync(cycle, cancellationToken) is { } found && found.Groups.Any(g => g.Id == group)
            ? Answers.Ok(LedgerVerification.Of(await ledger.VerifyGroupAsync(cycle, group, cancellationToken)))
            : Problems.NotFound($"group {group} in cycle {cycle}");
    }
}
