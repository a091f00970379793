using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using Azure.Core;

namespace Azure.Data.Tables.Rest;

/// <summary>Reads code and message out of the service's error bodies.</summary>
internal sealed class ErrorParser : RequestFailedDetailsParser
{
    public static ErrorParser Instance { get; } = new();

    public override bool TryParse(Response response, [NotNullWhen(true)] out ResponseError? error, out IDictionary<string, string>? data)
    {
        error = null;
        data = null;
        if (response.ContentStream is not { CanSeek: true })
        {
            return false;
        }

        try
        {
            using var document = JsonDocument.Parse(response.Content.ToMemory());
            if (document.RootElement.ValueKind is not JsonValueKind.Object || !document.RootElement.TryGetProperty("odata.error", out var body))
            {
                return false;
            }

            var code = body.TryGetProperty("code", out var c) ? c.GetString() : null;
            var message = body.TryGetProperty("message", out var m) && m.TryGetProperty("value", out var v) ? v.GetString() : null;
            error = new ResponseError(code, message);

            // A refused transaction's message begins with the number of the action that was refused.
            if (message?.IndexOf(':', StringComparison.Ordinal) is > 0 and var colon && message.AsSpan(0, colon).IndexOfAnyExceptInRange('0', '9') < 0)
            {
                data = new Dictionary<string, string> { [TableTransactionFailedException.FailedEntity] = message[..colon] };
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
