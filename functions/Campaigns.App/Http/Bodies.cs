using System.Text.Unicode;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Campaigns.App.Http;

/// <summary>Bodies read whole, never beyond their limit; for everything but evidence, which is streamed.</summary>
public static class Bodies
{
    /// <summary>The body's bytes with their hash, empty where there is none; 413 as soon as it is known to exceed <paramref name="maxBytes"/>.</summary>
    public static async Task<Parsed<byte[]>> ReadAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.ContentLength > maxBytes) return new(Problems.TooLarge(maxBytes));
        try
        {
            using var kept = new MemoryStream((int)(request.ContentLength ?? 0));
            var piece = new byte[16 * 1024];
            for (int read; (read = await request.Body.ReadAsync(piece, cancellation)) > 0;)
            {
                if (kept.Length + read > maxBytes) return new(Problems.TooLarge(maxBytes));
                kept.Write(piece, 0, read);
            }
            var bytes = kept.ToArray();
            return new(bytes, Json.Hash(bytes));
        }
        catch (BadHttpRequestException e)
        {
            return new(Problems.Unreadable(e.StatusCode));
        }
    }

    /// <summary>
    /// The body's media type in lower case without parameters; empty where there is none, it is malformed, or says another charset than UTF-8.
    /// </summary>
    public static string MediaType(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        return MediaTypeHeaderValue.TryParse(request.ContentType, out var type)
            && (!type.Charset.HasValue || type.Charset.Equals("utf-8", StringComparison.OrdinalIgnoreCase))
            ? type.MediaType.ToString().ToLowerInvariant()
            : "";
    }

    /// <summary>The body as UTF-8 text without its byte order mark; 400 where it is not UTF-8.</summary>
    public static async Task<Parsed<string>> ReadTextAsync(HttpRequest request, int maxBytes, CancellationToken cancellation)
    {
        var read = await ReadAsync(request, maxBytes, cancellation);
        if (!read.TryGet(out var bytes, out var problem)) return new(problem);
        if (!Utf8.IsValid(bytes)) return new(Problems.BadRequest("$", "is not valid UTF-8"));
        var text = System.Text.Encoding.UTF8.GetString(bytes);
        return new(text.StartsWith('\uFEFF') ? text[1..] : text, read.Hash);
    }
}
