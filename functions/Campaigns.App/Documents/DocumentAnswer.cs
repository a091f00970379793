using System.Text;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.Documents;

/// <summary>Which document is asked for: <c>format</c>, else what <c>Accept</c> names of the two, else HTML; and in which language.</summary>
internal static class DocumentAnswer
{
    /// <summary>The format; a value that is none is a problem of the reader's.</summary>
    public static PrintFormat FormatOf(HttpRequest request, RequestReader reader) =>
        reader.Choice<PrintFormat>("format")
        ?? (request.Headers.Accept.Any(a => a?.Contains(WordFile.MediaType, StringComparison.OrdinalIgnoreCase) is true)
            ? PrintFormat.Docx
            : PrintFormat.Html);

    /// <summary><c>zh</c> or <c>en</c>.</summary>
    public static string LanguageOf(RequestReader reader, string callers) =>
        (reader.Text("language") ?? callers).StartsWith("en", StringComparison.OrdinalIgnoreCase) ? "en" : "zh";

    /// <summary>The document as a page, or as a file of that name.</summary>
    public static IResult Of(PrintedDocument document, PrintFormat format, string name) => format is PrintFormat.Html
        ? Results.Text(PrintPage.Write(document), "text/html; charset=utf-8", Encoding.UTF8)
        : Results.File(WordFile.Write(document), WordFile.MediaType, $"{name}.docx");
}
