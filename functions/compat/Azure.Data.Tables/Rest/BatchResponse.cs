using System.Diagnostics.CodeAnalysis;
using Azure.Core;

namespace Azure.Data.Tables.Rest;

/// <summary>The answer to one action of a transaction.</summary>
internal sealed class BatchResponse : Response
{
    private readonly string _headerText;
    private List<HttpHeader>? _headers;

    public BatchResponse(int status, string reason, string headers, ReadOnlyMemory<byte> body, string requestId)
    {
        _headerText = headers;
        Status = status;
        ReasonPhrase = reason;
        ClientRequestId = requestId;
        ContentStream = body.Length == 0 ? null : new MemoryStream(body.ToArray(), 0, body.Length, writable: false, publiclyVisible: true);
    }

    public override int Status { get; }

    public override string ReasonPhrase { get; }

    public override Stream? ContentStream { get; set; }

    public override string ClientRequestId { get; set; }

    public override bool IsError => Status >= 400;

    private List<HttpHeader> Parsed => _headers ??= Parse(_headerText);

    public override void Dispose()
    {
        // The content is memory, and stays readable.
    }

    protected override bool TryGetHeader(string name, [NotNullWhen(true)] out string? value)
    {
        value = Parsed.Find(h => h.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Value;
        return value is not null;
    }

    protected override bool TryGetHeaderValues(string name, [NotNullWhen(true)] out IEnumerable<string>? values)
    {
        values = TryGetHeader(name, out var value) ? [value] : null;
        return values is not null;
    }

    protected override bool ContainsHeader(string name) => TryGetHeader(name, out _);

    protected override IEnumerable<HttpHeader> EnumerateHeaders() => Parsed;

    private static List<HttpHeader> Parse(string text)
    {
        var headers = new List<HttpHeader>();
        foreach (var line in text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon)
            {
                headers.Add(new HttpHeader(line[..colon], line[(colon + 1)..].Trim()));
            }
        }

        return headers;
    }
}
