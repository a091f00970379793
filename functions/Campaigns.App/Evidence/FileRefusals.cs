using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Evidence;

/// <summary>Refused files as problem documents.</summary>
internal static class FileRefusals
{
    public static IResult Answer(FileRefusal refusal, FileType? type) => refusal switch
    {
        FileRefusal.Empty => Problems.Of(StatusCodes.Status422UnprocessableEntity, "fileEmpty", "The file is empty."),
        FileRefusal.TooLarge => Problems.Of(
            StatusCodes.Status413PayloadTooLarge, "fileTooLarge", $"A file of kind {type!.Kind} may have {type.MaxSize} bytes at most."),
        FileRefusal.TypeMismatch => Problems.Of(
            StatusCodes.Status415UnsupportedMediaType, "typeMismatch",
            $"The file's content is {type!.MediaType}, which its name does not say; expected {string.Join(", ", type.Extensions)}."),
        FileRefusal.Active => Problems.Of(
            StatusCodes.Status415UnsupportedMediaType, "fileActive",
            "The file holds macros, scripts, programs or embedded objects. Save it without them, or as a PDF of its pages."),
        FileRefusal.Swells => Problems.Of(StatusCodes.Status422UnprocessableEntity, "fileSwells", "The file unpacks to more than a file of its kind may."),
        FileRefusal.TwoFiles => Problems.Of(
            StatusCodes.Status415UnsupportedMediaType, "fileOfTwoTypes", "The file holds another one, markup or an archive. Save the picture anew."),
        FileRefusal.Damaged => Problems.Of(StatusCodes.Status422UnprocessableEntity, "fileDamaged", $"The file is no sound {type!.MediaType}."),
        FileRefusal.Infected => Problems.Of(StatusCodes.Status422UnprocessableEntity, "fileInfected", "The scanner found something dangerous in the file."),
        FileRefusal.NotScanned => new ScanPending(),
        _ => Problems.Of(
            StatusCodes.Status415UnsupportedMediaType, "typeNotAccepted",
            "Accepted are photos (PNG, JPEG, GIF, WebP, HEIC), PDF, office files without macros, plain text and CSV in UTF-8, MP4 and MOV."),
    };
}

/// <summary>503 with when to ask again: the scanner has not spoken, and no verdict is not clean.</summary>
internal sealed class ScanPending : IResult
{
    private const int Seconds = 30;

    public Task ExecuteAsync(HttpContext httpContext)
    {
        httpContext.Response.Headers.RetryAfter = Seconds.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Problems.Of(StatusCodes.Status503ServiceUnavailable, "scanPending", "The file waits for the scanner's verdict; send the request again.")
            .ExecuteAsync(httpContext);
    }
}
