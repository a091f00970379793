using System.Globalization;
using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Ledger;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Directory;

/// <summary>
/// <c>GET /units/{unit}/ledger</c> and <c>/ledger/verify</c>: what happened to a unit outside its cycles, from which change on it was kept (E6, I2).
/// </summary>
public sealed class UnitLedgerEndpoints(AccessPolicy access, DirectoryLedger ledger)
{
    [Function(nameof(GetUnitLedger))]
    public async Task<IResult> GetUnitLedger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/units/{unit}/ledger")] HttpRequest request,
        string unit,
        FunctionContext context,
        CancellationToken cancellation)
    {
        using var _ = StorageMeter.Work("reading");
        if (RequestReader.BadRoute(("unit", unit)) is { } badRoute) return badRoute;
        if (await access.DeniesAsync(context.Caller(), Act.ReadUnitLedger, unit, cancellation) is { } denied) return denied;
        var list = $"ledger|{unit}";
        var reader = new RequestReader(request);
        var paging = reader.Paging(list);
        if (reader.Problem is { } bad) return bad;

        var from = paging.Position is { } position ? long.Parse(position, CultureInfo.InvariantCulture) : 1;
        var entries = await ledger.EntriesAsync(unit, from, paging.Limit, cancellation);
        var next = entries.Count == paging.Limit ? Continuations.Write(list, (entries[^1].Seq + 1).ToString(CultureInfo.InvariantCulture)) : null;
        return Answers.Ok(new Page<LedgerEntryAnswer>([.. entries.Select(LedgerEntryAnswer.Of)], next));
    }

    [Function(nameof(VerifyUnitLedger))]
    public async Task<IResult> VerifyUnitLedger(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/units/{unit}/ledger/verify")] HttpRequest request,
        string unit,
        FunctionContext context,
        CancellationToken cancellation)
    {
        using var _ = StorageMeter.Work("reading");
        if (RequestReader.BadRoute(("unit", unit)) is { } badRoute) return badRoute;
        if (await access.DeniesAsync(context.Caller(), Act.ReadUnitLedger, unit, cancellation) is { } denied) return denied;
        return await ledger.VerifyAsync(unit, cancellation) is { } result
            ? Answers.Ok(LedgerVerification.Of(new(result, false, 0)))
            : Problems.NotFound($"ledger of unit {unit}");
    }
}
