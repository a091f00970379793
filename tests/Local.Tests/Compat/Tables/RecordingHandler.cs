using System.Net;

namespace Campaigns.Local.Tests.Compat.Tables;

/// <summary>A request as it would have gone over the wire.</summary>
public sealed record SentRequest(HttpMethod Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, string Body);

/// <summary>The wire: keeps what is sent and gives the answers it was told to.</summary>
public sealed class RecordingHandler : HttpMessageHandler
{
    /// <summary>The answers in order; null breaks the connection.</summary>
    public Queue<HttpStatusCode?> Answers { get; } = new();

    /// <summary>The continuations that the first answers name.</summary>
    public Queue<(string Partition, string Row)> Continuations { get; } = new();

    /// <summary>The body of every answer.</summary>
    public string? Body { get; set; }

    /// <summary>Happens whenever a request has come in.</summary>
    public Action? Answered { get; set; }

    /// <summary>What was sent.</summary>
    public List<SentRequest> Requests { get; } = [];

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancellationToken);
        var headers = request.Headers.ToDictionary(h => h.Key, h => string.Join(',', h.Value), StringComparer.OrdinalIgnoreCase);
        Requests.Add(new SentRequest(request.Method, request.RequestUri!, headers, body));
        Answered?.Invoke();
        var answer = new HttpResponseMessage(Answers.Dequeue() ?? throw new HttpRequestException("The connection broke."));
        if (Body is not null)
        {
            answer.Content = new StringContent(Body, System.Text.Encoding.UTF8, "application/json");
        }

        if (Continuations.TryDequeue(out var next))
        {
            answer.Headers.Add("x-ms-continuation-NextPartitionKey", next.Partition);
            answer.Headers.Add("x-ms-continuation-NextRowKey", next.Row);
        }

        return answer;
    }
}
