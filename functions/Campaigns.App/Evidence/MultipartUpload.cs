using System.Text;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;

namespace Campaigns.App.Evidence;

/// <summary>
/// Reads a <c>multipart/form-data</c> body with exactly one file part, as it comes in: the file is handed on as a stream and never held whole.
/// </summary>
internal sealed class MultipartUpload
{
    /// <summary>The largest file of one POST: 50 MB. Larger ones go the resumable way.</summary>
    public const long MaxFile = 50L * 1024 * 1024;

    private const long MaxBody = MaxFile + 64 * 1024;
    private const int MaxBoundary = 70;
    private const int MaxField = 4 * 1024;

    private readonly MultipartReader _reader;

    private MultipartUpload(MultipartReader reader) => _reader = reader;

    /// <summary>415 for another media type, 400 without a boundary, 413 for a body that says that it is too large, before anything of it is read.</summary>
    public static Parsed<MultipartUpload> Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return new(Problems.UnsupportedMediaType("multipart/form-data"));
        }
        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundary)
            return new(Problems.BadRequest("header.Content-Type", $"must name a boundary of 1 to {MaxBoundary} characters"));
        if (request.ContentLength > MaxBody)
            return new(Problems.TooLarge(MaxFile));

        // Kestrel's own limit is below ours.
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = MaxBody;
        return new(new MultipartUpload(new MultipartReader(boundary, request.Body)));
    }

    /// <summary>
    /// Hands the one file to <paramref name="receive"/>, with its name as it was sent, and reads on to see that it was the only one. Null where the body
    /// holds no file, or more than one.
    /// </summary>
    /// <exception cref="InvalidDataException">The body is no multipart body, ends early, or holds more than a form's usual.</exception>
    /// <exception cref="FileTooLargeException">The file is larger than <see cref="MaxFile"/>.</exception>
    public async Task<Intake?> ReadFileAsync(Func<Stream, string, Task<Intake>> receive, CancellationToken cancellationToken)
    {
        Intake? received = null;
        try
        {
            while (await _reader.ReadNextSectionAsync(cancellationToken) is { } section)
            {
                if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition))
                    throw new InvalidDataException("A part has no Content-Disposition.");
                if (!disposition.IsFileDisposition())
                {
                    await SkipFieldAsync(section.Body, cancellationToken);
                    continue;
                }
                if (received is not null)
                {
                    received.Value.File?.Dispose();
                    return null;
                }
                received = await receive(new LimitedStream(section.Body, MaxFile), NameOf(disposition));
                if (received.Value.Refusal is not null)
                    return received;
            }
            return received;
        }
        catch
        {
            received?.File?.Dispose();
            throw;
        }
    }

    // Browsers send the name's UTF-8 bytes as they are, which the parser reads as Latin-1; RFC 5987's form wins where it is there.
    private static string NameOf(ContentDispositionHeaderValue disposition)
    {
        if (disposition.FileNameStar.HasValue)
            return FileNames.Clean(disposition.FileNameStar.Value);
        var name = HeaderUtilities.RemoveQuotes(disposition.FileName).Value ?? "";
        if (name.All(c => c <= 0xFF) && name.Any(c => c > 0x7F))
        {
            var bytes = Encoding.Latin1.GetBytes(name);
            if (System.Text.Unicode.Utf8.IsValid(bytes))
                name = Encoding.UTF8.GetString(bytes);
        }
        return FileNames.Clean(name);
    }

    private static async Task SkipFieldAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = new byte[MaxField + 1];
        if (await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken) > MaxField)
            throw new InvalidDataException("A form field is too long.");
    }
}

/// <summary>A file is larger than a POST may carry.</summary>
internal sealed class FileTooLargeException : IOException;
