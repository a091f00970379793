using System.Buffers.Text;
using System.Text;
using System.Text.Unicode;
using Azure;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Campaigns.App.Http;

/// <summary>What a write demands of the thing it writes to.</summary>
public abstract record Precondition
{
    private Precondition()
    {
    }

    /// <summary><c>If-None-Match: *</c>: nothing may be there.</summary>
    public sealed record MustNotExist : Precondition;

    /// <summary><c>If-Match</c>: it must be there with the row's ETag <paramref name="ETag"/>.</summary>
    public sealed record Matches(ETag ETag) : Precondition;

    /// <summary>Neither header: fine for something new, 428 for what is there already.</summary>
    public sealed record Unstated : Precondition;

    /// <summary><c>If-Match: *</c>: it must be there, whatever its ETag.</summary>
    public sealed record MustExist : Precondition;

    /// <summary>Null where the row's present ETag (null: no row) meets the demand, else the 412 or 428 problem.</summary>
    public IResult? Check(ETag? current) => this switch
    {
        Unstated => current is null ? null : Problems.PreconditionRequired(),
        MustNotExist => current is null ? null : Problems.PreconditionFailed(),
        Matches m => current == m.ETag ? null : Problems.PreconditionFailed(),
        _ => current is not null ? null : Problems.PreconditionFailed(),
    };

    /// <summary>
    /// The same; where something else is there by now than the writer knows, the 412 shows it as <c>current</c> with its ETag.
    /// </summary>
    public IResult? Check<T>(ETag? current, T? value) where T : class => Check(current) switch
    {
        not null when this is Matches or MustNotExist && current is { } tag && value is not null => new StaleAnswer<T>(value, tag),
        var verdict => verdict,
    };
}

/// <summary>
/// ETags over HTTP. A header's tag is the storage row's own ETag in base64url between quotes: opaque and strong for callers,
/// and it can be handed back to storage.
/// </summary>
public static class Preconditions
{
    /// <summary>What the request demands; 400 where it is malformed or both headers are there, 412 for an ETag that was never given out.</summary>
    public static Parsed<Precondition> Of(HttpRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        var match = request.Headers.IfMatch.ToString();
        var none = request.Headers.IfNoneMatch.ToString();
        return (match, none) switch
        {
            ("", "") => new(new Precondition.Unstated()),
            ("", "*") => new(new Precondition.MustNotExist()),
            ("", _) => new(Problems.BadRequest("header.If-None-Match", "only * is taken")),
            ("*", "") => new(new Precondition.MustExist()),
            (_, "") => FromHeader(match) is { } tag
                ? new(new Precondition.Matches(tag))
                // A tag that we never gave out matches nothing, which is what 412 says.
                : EntityTagHeaderValue.TryParse(match, out _)
                    ? new(Problems.PreconditionFailed())
                    : new(Problems.BadRequest("header.If-Match", "must be one ETag as it was given, between quotes")),
            _ => new(Problems.BadRequest("header.If-Match", "send If-Match or If-None-Match, not both")),
        };
    }

    /// <summary>The header value for a row's ETag.</summary>
    public static string ToHeader(ETag etag) => $"\"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(etag.ToString()))}\"";

    /// <summary>The row's ETag that a header value names, or null where it names none of ours.</summary>
    public static ETag? FromHeader(string header)
    {
        ArgumentNullException.ThrowIfNull(header);
        if (header.Length < 3 || header[0] != '"' || header[^1] != '"') return null;
        var inner = header.AsSpan(1, header.Length - 2);
        var bytes = new byte[inner.Length];
        return Base64Url.IsValid(inner) && Base64Url.TryDecodeFromChars(inner, bytes, out var written)
            && written > 0 && Utf8.IsValid(bytes.AsSpan(0, written)) && !bytes.AsSpan(0, written).ContainsAnyInRange((byte)0, (byte)31)
            ? new ETag(Encoding.UTF8.GetString(bytes, 0, written))
            : null;
    }
}
