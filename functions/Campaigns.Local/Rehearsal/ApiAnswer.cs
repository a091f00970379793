using System.Net;
using System.Text.Json.Nodes;

namespace Campaigns.Local.Rehearsal;

/// <summary>What the app answered: status, JSON body and ETag (null where there is none).</summary>
internal sealed record ApiAnswer(HttpStatusCode Status, JsonNode? Body, string? ETag = null)
{
    public bool IsSuccess => (int)Status is >= 200 and < 300;

    /// <summary>The problem's code; empty on success.</summary>
    public string Code => IsSuccess ? "" : Body?["code"]?.GetValue<string>() ?? Status.ToString();

    /// <summary>The body of a success. Throws <see cref="RehearsalException"/> with the problem otherwise.</summary>
    public JsonNode Value => IsSuccess && Body is not null ? Body : throw new RehearsalException($"{(int)Status} {Body?.ToJsonString()}");
}

/// <summary>The rehearsal cannot go on; the message says why.</summary>
public sealed class RehearsalException : Exception
{
    public RehearsalException()
    {
    }

    public RehearsalException(string message) : base(message)
    {
    }

    public RehearsalException(string message, Exception? innerException) : base(message, innerException)
    {
    }
}
