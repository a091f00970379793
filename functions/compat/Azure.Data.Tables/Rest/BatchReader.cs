using System.Text;

namespace Azure.Data.Tables.Rest;

/// <summary>Reads the multipart answer to a transaction.</summary>
internal static class BatchReader
{
    private static ReadOnlySpan<byte> NewLine => "\r\n"u8;

    private static ReadOnlySpan<byte> EmptyLine => "\r\n\r\n"u8;

    /// <summary>The answers of the actions, in order; a single one when the service refused the whole.</summary>
    /// <exception cref="InvalidOperationException">The answer is no batch.</exception>
    /// <exception cref="IOException">The answer is a batch of nothing.</exception>
    public static List<BatchResponse> Read(Response response)
    {
        if (Boundary(response.Headers.ContentType) is not { } boundary)
        {
            throw new InvalidOperationException("The answer to a transaction has no boundary.");
        }

        var answers = new List<BatchResponse>();
        ReadParts(response.Content.ToMemory(), boundary, response.ClientRequestId, answers);
        return answers.Count > 0 ? answers : throw new IOException("The answer to a transaction ends before its first part.");
    }

    private static void ReadParts(ReadOnlyMemory<byte> body, string boundary, string requestId, List<BatchResponse> answers)
    {
        var delimiter = Encoding.ASCII.GetBytes("--" + boundary);
        var start = body.Span.IndexOf(delimiter);
        while (start >= 0)
        {
            var part = body[(start + delimiter.Length)..];
            if (part.Span.StartsWith("--"u8))
            {
                return;
            }

            var end = part.Span.IndexOf(delimiter);
            ReadPart(end < 0 ? part : part[..end], requestId, answers);
            body = part;
            start = end;
        }
    }

    private static void ReadPart(ReadOnlyMemory<byte> part, string requestId, List<BatchResponse> answers)
    {
        var headersEnd = part.Span.IndexOf(EmptyLine);
        if (headersEnd < 0)
        {
            return;
        }

        var headers = Encoding.ASCII.GetString(part.Span[..headersEnd]);
        var content = part[(headersEnd + EmptyLine.Length)..];
        var typeAt = headers.IndexOf("multipart/mixed", StringComparison.OrdinalIgnoreCase);
        if (typeAt >= 0 && Boundary(headers[typeAt..]) is { } inner)
        {
            ReadParts(content, inner, requestId, answers);
        }
        else
        {
            answers.Add(ReadAnswer(content, requestId));
        }
    }

    private static BatchResponse ReadAnswer(ReadOnlyMemory<byte> answer, string requestId)
    {
        // "HTTP/1.1 204 No Content", header lines, an empty line, perhaps a body.
        var lineEnd = answer.Span.IndexOf(NewLine);
        var line = Encoding.ASCII.GetString(lineEnd < 0 ? answer.Span : answer.Span[..lineEnd]);
        var words = line.Split(' ', 3);
        if (words.Length < 2 || !words[0].StartsWith("HTTP/", StringComparison.Ordinal) || !int.TryParse(words[1], out var status))
        {
            throw new InvalidOperationException($"The answer to a transaction holds no status line: \"{line}\".");
        }

        var rest = lineEnd < 0 ? ReadOnlyMemory<byte>.Empty : answer[(lineEnd + NewLine.Length)..];
        var headersEnd = rest.Span.IndexOf(EmptyLine);
        var headers = headersEnd < 0 ? rest : rest[..headersEnd];
        var body = headersEnd < 0 ? ReadOnlyMemory<byte>.Empty : rest[(headersEnd + EmptyLine.Length)..];
        return new BatchResponse(status, words.Length > 2 ? words[2] : "", Encoding.ASCII.GetString(headers.Span), body, requestId);
    }

    private static string? Boundary(string? contentType)
    {
        var at = contentType?.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase) ?? -1;
        if (at < 0)
        {
            return null;
        }

        var value = contentType!.AsSpan(at + "boundary=".Length);
        var end = value.IndexOfAny("\r\n;");
        return (end < 0 ? value : value[..end]).Trim().Trim('"').ToString();
    }
}
