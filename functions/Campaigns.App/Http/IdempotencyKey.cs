using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Http;

/// <summary>
/// The caller's <c>Idempotency-Key</c>, or, where it sent none, the invocation's own id (then a repeat is another operation).
/// The record of the answer is a row of the endpoint's own batch.
/// </summary>
public sealed record IdempotencyKey
{
    const string Header = "Idempotency-Key";
    const int MaxLength = 128;

    IdempotencyKey(string value, bool given) => (Value, Given) = (value, given);

    public string Value { get; }

    /// <summary>Whether the caller sent it.</summary>
    public bool Given { get; }

    /// <summary>400 for a key that is not 1 to 128 visible ASCII characters, or is sent twice.</summary>
    public static Parsed<IdempotencyKey> Of(HttpRequest request, FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(context);
        var values = request.Headers[Header];
        if (values.Count == 0) return new(new IdempotencyKey(context.InvocationId, given: false));
        return values is [{ Length: > 0 and <= MaxLength } value] && value.All(c => c is > ' ' and <= '~')
            ? new(new IdempotencyKey(value, given: true))
            : new(Problems.BadRequest($"header.{Header}", $"must be one value of 1 to {MaxLength} visible ASCII characters"));
    }

    /// <summary>
    /// The operation's id: 32 hex digits, the same for the same person, method, path and key, and safe in a row key. One person's keys never meet another's.
    /// </summary>
    public string OperationId(HttpRequest request, string person)
    {
        ArgumentNullException.ThrowIfNull(request);
        return Json.Hash(Encoding.UTF8.GetBytes($"{person}\n{request.Method}\n{request.Path}\n{Value}"))[..32];
    }
}
