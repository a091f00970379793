using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Campaigns.Benchmarks.Scale.Store;

/// <summary>One action of a transaction, as it was sent.</summary>
internal sealed record BatchPart(string Method, string Path, string? IfMatch, ReadOnlyMemory<byte> Body);

/// <summary>The multipart bodies of transactions: one batch with one change set.</summary>
internal static class TableBatch
{
    private const string Outer = "batchresponse_1";
    private const string Inner = "changesetresponse_1";

    public static string ContentType => $"multipart/mixed; boundary={Outer}";

    /// <summary>The actions of a transaction, in order.</summary>
    public static List<BatchPart> Read(byte[] body)
    {
        var text = body.AsMemory();
        var head = Encoding.ASCII.GetString(text.Span[..Math.Min(512, body.Length)]);
        var at = head.IndexOf("boundary=", StringComparison.OrdinalIgnoreCase) + "boundary=".Length;
        var delimiter = Encoding.ASCII.GetBytes("--" + head[at..head.IndexOfAny(['\r', '\n', ';'], at)].Trim('"'));
        var parts = new List<BatchPart>();
        for (var start = text.Span.IndexOf(delimiter); start >= 0;)
        {
            text = text[(start + delimiter.Length)..];
            if (text.Span.StartsWith("--"u8))
                break;
            start = text.Span.IndexOf(delimiter);
            parts.Add(Part(text[..start]));
        }
        return parts;
    }

    private static BatchPart Part(ReadOnlyMemory<byte> part)
    {
        var request = part[(part.Span.IndexOf("\r\n\r\n"u8) + 4)..];
        var end = request.Span.IndexOf("\r\n\r\n"u8);
        var lines = Encoding.ASCII.GetString(request.Span[..end]).Split("\r\n");
        var words = lines[0].Split(' ');
        var path = words[1].Split('/', 5)[^1];
        var condition = lines.FirstOrDefault(l => l.StartsWith("If-Match:", StringComparison.OrdinalIgnoreCase))?["If-Match:".Length..].Trim();
        return new(words[0], path, condition, request[(end + 4)..]);
    }

    /// <summary>An answer to each action, or the one refusal.</summary>
    public static byte[] Answer(IReadOnlyList<RowResult> results, int refused)
    {
        using var answer = new MemoryStream();
        void Text(string text) => answer.Write(Encoding.UTF8.GetBytes(text));
        Text($"--{Outer}\r\nContent-Type: multipart/mixed; boundary={Inner}\r\n\r\n");
        foreach (var result in results)
        {
            Text($"--{Inner}\r\nContent-Type: application/http\r\nContent-Transfer-Encoding: binary\r\n\r\nHTTP/1.1 {result.Status} Answer\r\n");
            if (result.Code is { } code)
            {
                Text("Content-Type: application/json\r\n\r\n");
                answer.Write(Error(code, string.Create(CultureInfo.InvariantCulture, $"{refused}:The action was refused.")));
                Text("\r\n");
            }
            else
                Text(result.ETag is { } etag ? $"DataServiceVersion: 3.0;\r\nETag: {etag}\r\n\r\n\r\n" : "DataServiceVersion: 3.0;\r\n\r\n\r\n");
        }
        Text($"--{Inner}--\r\n--{Outer}--\r\n");
        return answer.ToArray();
    }

    public static byte[] Error(string code, string message) => JsonSerializer.SerializeToUtf8Bytes(new Dictionary<string, object>
    {
        ["odata.error"] = new { code, message = new { lang = "en-US", value = message } },
    });
}
