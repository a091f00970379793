using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Archives;

/// <summary>
/// A participant's archive as it is written, straight into the answer. A fault on the way breaks the answer off, so that nobody takes a half for a whole.
/// </summary>
internal sealed class ArchiveStream(ParticipantArchives archives, CycleContext cycle, ArchivePlan plan) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var response = httpContext.Response;
        FileDownload.Dress(response, plan.FileName);
        response.ContentType = "application/zip";
        if (plan.Partial)
            response.Headers["Archive-Partial"] = "true";
        if (HttpMethods.IsHead(httpContext.Request.Method))
            return;
        var zip = new ZipWriter(response.Body);
        await archives.WriteAsync(cycle, plan, plan.Folder, zip, httpContext.RequestAborted);
        await zip.FinishAsync(httpContext.RequestAborted);
    }
}
