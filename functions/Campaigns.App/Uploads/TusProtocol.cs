using System.Globalization;
using Campaigns.App.Evidence;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Uploads;

/// <summary>Headers of tus 1.0, the open protocol for resumable uploads, as this server speaks it.</summary>
internal static class TusProtocol
{
    public const string Version = "1.0.0";
    public const string MediaType = "application/offset+octet-stream";

    /// <summary>The longest body of one request: the Functions host takes 100 MB, and what breaks off late is lost late.</summary>
    public const long MaxBody = 64L * 1024 * 1024;

    private const string Extensions = "creation,creation-with-upload,termination,checksum,expiration";

    /// <summary>Says on every answer which protocol this is, and what no upload may be (L6); headers carry no Chinese, so that it is percent-encoded.</summary>
    public static void Greet(HttpResponse response)
    {
        response.Headers["Tus-Resumable"] = Version;
        response.Headers["Upload-Notice"] = $"{EvidenceAnswer.Classified.En} UTF-8''{Uri.EscapeDataString(EvidenceAnswer.Classified.Zh)}";
    }

    /// <summary>412 for a client of another version, or of none.</summary>
    public static IResult? OtherVersion(HttpRequest request)
    {
        if (request.Headers["Tus-Resumable"] == Version)
            return null;
        request.HttpContext.Response.Headers["Tus-Version"] = Version;
        return Problems.Of(StatusCodes.Status412PreconditionFailed, "tusVersion", $"Tus-Resumable must be {Version}.");
    }

    /// <summary>What an OPTIONS is answered with.</summary>
    public static IResult Capabilities(HttpResponse response)
    {
        response.Headers["Tus-Version"] = Version;
        response.Headers["Tus-Extension"] = Extensions;
        response.Headers["Tus-Max-Size"] = Text(Upload.MaxLength);
        response.Headers["Tus-Checksum-Algorithm"] = UploadChecksum.Algorithms;
        return Results.NoContent();
    }

    /// <summary>Where an upload stands, as headers.</summary>
    public static void Describe(HttpResponse response, Upload upload)
    {
        response.Headers["Upload-Offset"] = Text(upload.Offset);
        response.Headers["Upload-Expires"] = upload.ExpiresAt.ToString("R", CultureInfo.InvariantCulture);
        if (upload.Evidence is { } evidence)
            response.Headers.ContentLocation = evidence;
    }

    /// <summary>A header that is a whole number of bytes; null where it is missing or none.</summary>
    public static long? Number(HttpRequest request, string header) =>
        long.TryParse(request.Headers[header], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    public static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
