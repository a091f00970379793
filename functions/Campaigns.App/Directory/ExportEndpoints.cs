using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Directory;

/// <summary><c>GET /exports/units?format=csv|json</c> (A5): the tree as the import takes it; CSV where nothing is said.</summary>
public sealed class ExportEndpoints(AccessPolicy access, DirectoryStore store)
{
    [Function(nameof(ExportUnits))]
    public async Task<IResult> ExportUnits(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/exports/units")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation)
    {
        using var _ = StorageMeter.Work("reading");
        if (await access.DeniesAsync(context.Caller(), Act.ReadUnits, null, cancellation) is { } denied) return denied;
        var reader = new RequestReader(request);
        var format = reader.Choice<ExportFormat>("format") ?? ExportFormat.Csv;
        return reader.Problem ?? new UnitExport(store.LivingUnitsAsync(cancellation), format);
    }
}
