using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Azure;
using Azure.Core;

namespace Campaigns.Local.Faults;

/// <summary>An answer of the storage service as it refuses work: the status, its code in the header, and a body that the clients read the code from.</summary>
internal sealed class FaultAnswer : Response
{
    readonly Dictionary<string, string> _headers;
    MemoryStream? _body;

    FaultAnswer(Request request, int status, string reason, string code, TimeSpan? retryAfter)
    {
        (Status, ReasonPhrase, ClientRequestId) = (status, reason, request.ClientRequestId);
        // Tables speak JSON, blobs XML.
        var json = request.Headers.TryGetValue("Accept", out var accept) && accept.Contains("json", StringComparison.Ordinal);
        _body = new MemoryStream(Encoding.UTF8.GetBytes(json
            ? $$$"""{"odata.error":{"code":"{{{code}}}","message":{"lang":"en-US","value":"{{{reason}}}"} } }"""
            : $"""<?xml version="1.0" encoding="utf-8"?><Error><Code>{code}</Code><Message>{reason}</Message></Error>"""));
        _headers = new(StringComparer.OrdinalIgnoreCase)
        {
            ["x-ms-error-code"] = code,
            ["Content-Type"] = json ? "application/json" : "application/xml",
            ["Content-Length"] = _body.Length.ToString(CultureInfo.InvariantCulture),
        };
        // Whole seconds are what Retry-After can say; Azure's own header says less than one.
        if (retryAfter is { TotalSeconds: >= 1 } seconds)
            _headers["Retry-After"] = ((int)seconds.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        else if (retryAfter is { } moment)
            _headers["x-ms-retry-after-ms"] = ((int)moment.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
    }

    public override int Status { get; }

    // The transport, which says this of other answers, never saw the call.
    public override bool IsError => true;

    public override string ReasonPhrase { get; }

    public override Stream? ContentStream
    {
        get => _body;
        set => _body = value as MemoryStream;
    }

    public override string ClientRequestId { get; set; }

    public static FaultAnswer Throttled(Request request, TimeSpan retryAfter) => new(request, 429, "Too Many Requests", "TooManyRequests", retryAfter);

    public static FaultAnswer ServerError(Request request) => new(request, 500, "Internal Server Error", "InternalError", null);

    public static FaultAnswer Busy(Request request) => new(request, 503, "Server Busy", "ServerBusy", null);

    public override void Dispose() => _body?.Dispose();

    protected override bool ContainsHeader(string name) => _headers.ContainsKey(name);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => _headers.Select(h => new HttpHeader(h.Key, h.Value));

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value) => _headers.TryGetValue(name, out value);

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = _headers.TryGetValue(name, out var value) ? [value] : null;
        return values is not null;
    }
}
