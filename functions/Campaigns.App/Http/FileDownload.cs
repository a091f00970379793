using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Headers;
using Microsoft.Net.Http.Headers;

namespace Campaigns.App.Http;

/// <summary>Opens the bytes of a file from an offset on.</summary>
internal delegate Task<Stream> OpenContent(long offset, long length, CancellationToken cancellationToken);

/// <summary>A file to be downloaded.</summary>
/// <param name="Name">Under which it is saved; UTF-8.</param>
/// <param name="ETag">Changes with the bytes; without quotes.</param>
internal sealed record DownloadedFile(string Name, string Type, long Size, string ETag);

/// <summary>
/// A download: always an attachment under its own name (RFC 6266, UTF-8), never sniffed or shown in the page, one range or all of it (RFC 9110, section 14).
/// </summary>
internal sealed class FileDownload(DownloadedFile file, OpenContent open) : IResult
{
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        var (request, response) = (httpContext.Request, httpContext.Response);
        var asked = request.GetTypedHeaders();
        var etag = new EntityTagHeaderValue($"\"{file.ETag}\"");
        response.Headers.ETag = etag.ToString();
        Dress(response, file.Name);
        response.Headers.AcceptRanges = "bytes";

        if (asked.IfNoneMatch.Any(tag => tag.Compare(etag, useStrongComparison: false) || tag.Equals(EntityTagHeaderValue.Any)))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        var (offset, length, satisfiable) = RangeOf(asked, etag);
        if (!satisfiable)
        {
            response.StatusCode = StatusCodes.Status416RangeNotSatisfiable;
            response.Headers.ContentRange = new ContentRangeHeaderValue(file.Size).ToString();
            return;
        }
        if (length != file.Size)
        {
            response.StatusCode = StatusCodes.Status206PartialContent;
            response.Headers.ContentRange = new ContentRangeHeaderValue(offset, offset + length - 1, file.Size).ToString();
        }
        response.ContentType = file.Type;
        response.ContentLength = length;
        if (HttpMethods.IsHead(request.Method))
            return;
        await using var content = await open(offset, length, httpContext.RequestAborted);
        await content.CopyToAsync(response.Body, httpContext.RequestAborted);
    }

    /// <summary>The headers of everything that is saved and not shown.</summary>
    public static void Dress(HttpResponse response, string name)
    {
        var disposition = new ContentDispositionHeaderValue("attachment");
        disposition.SetHttpFileName(name);
        response.Headers.ContentDisposition = disposition.ToString();
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers.ContentSecurityPolicy = "default-src 'none'; sandbox";
        response.Headers.CacheControl = "private, no-cache";
    }

    /// <summary>The part that is asked for. Several ranges, or one under an If-Range that does not hold, are answered with all of it.</summary>
    private (long Offset, long Length, bool Satisfiable) RangeOf(RequestHeaders asked, EntityTagHeaderValue etag)
    {
        var all = (0L, file.Size, true);
        if (asked.Range is not { Ranges.Count: 1 } range || range.Unit != "bytes")
            return all;
        if (asked.IfRange is { } ifRange && ifRange.EntityTag?.Compare(etag, useStrongComparison: true) != true)
            return all;
        var (from, to) = (range.Ranges.First().From, range.Ranges.First().To);
        if (from is null)
            return to is null or 0 ? (0, 0, false) : (Math.Max(0, file.Size - to.Value), Math.Min(file.Size, to.Value), true);
        if (from >= file.Size)
            return (0, 0, false);
        var last = Math.Min(to ?? file.Size - 1, file.Size - 1);
        return (from.Value, last - from.Value + 1, true);
    }
}
