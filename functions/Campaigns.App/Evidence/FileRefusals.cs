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
        _ => Problems.Of(
            StatusCodes.Status415UnsupportedMediaType, "typeNotAccepted",
            "Accepted are photos (PNG, JPEG, GIF, WebP, HEIC), PDF, office files without macros, plain text and CSV in UTF-8, MP4 and MOV."),
    };
}
