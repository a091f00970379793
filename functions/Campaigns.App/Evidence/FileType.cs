namespace Campaigns.App.Evidence;

/// <summary>What a file is, read from its content (D2): media type, the kind that clauses ask for, and the extensions that may name it.</summary>
/// <param name="Kind">One of <c>photo</c>, <c>document</c>, <c>sheet</c>, <c>video</c>.</param>
public sealed record FileType(string MediaType, string Kind, params IReadOnlyList<string> Extensions)
{
    public const string Photo = "photo";
    public const string Document = "document";
    public const string Spreadsheet = "sheet";
    public const string Video = "video";

    private const long Mebibyte = 1024 * 1024;

    public static FileType Png { get; } = new("image/png", Photo, ".png");
    public static FileType Jpeg { get; } = new("image/jpeg", Photo, ".jpg", ".jpeg", ".jfif");
    public static FileType Gif { get; } = new("image/gif", Photo, ".gif");
    public static FileType WebP { get; } = new("image/webp", Photo, ".webp");
    public static FileType Heic { get; } = new("image/heic", Photo, ".heic", ".heif");
    public static FileType Pdf { get; } = new("application/pdf", Document, ".pdf");
    public static FileType Docx { get; } = new("application/vnd.openxmlformats-officedocument.wordprocessingml.document", Document, ".docx");
    public static FileType Pptx { get; } = new("application/vnd.openxmlformats-officedocument.presentationml.presentation", Document, ".pptx");
    public static FileType Xlsx { get; } = new("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", Spreadsheet, ".xlsx");
    public static FileType Odt { get; } = new("application/vnd.oasis.opendocument.text", Document, ".odt");
    public static FileType Odp { get; } = new("application/vnd.oasis.opendocument.presentation", Document, ".odp");
    public static FileType Ods { get; } = new("application/vnd.oasis.opendocument.spreadsheet", Spreadsheet, ".ods");
    public static FileType Doc { get; } = new("application/msword", Document, ".doc", ".wps");
    public static FileType Ppt { get; } = new("application/vnd.ms-powerpoint", Document, ".ppt", ".dps");
    public static FileType Xls { get; } = new("application/vnd.ms-excel", Spreadsheet, ".xls", ".et");
    public static FileType Mp4 { get; } = new("video/mp4", Video, ".mp4", ".m4v");
    public static FileType QuickTime { get; } = new("video/quicktime", Video, ".mov", ".qt");
    public static FileType Text { get; } = new("text/plain", Document, ".txt");
    public static FileType Csv { get; } = new("text/csv", Spreadsheet, ".csv");

    /// <summary>The most bytes of a file of this kind.</summary>
    public long MaxSize => Kind switch
    {
        Photo => 20 * Mebibyte,
        Spreadsheet => 20 * Mebibyte,
        Video => 2048 * Mebibyte,
        _ => 50 * Mebibyte,
    };

    /// <summary>True when a file of this type may be called <paramref name="name"/>: what it is and what it says it is agree.</summary>
    public bool Fits(string name) => Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase);
}
