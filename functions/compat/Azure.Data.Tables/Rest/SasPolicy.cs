using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.Data.Tables.Rest;

/// <summary>Adds a shared access signature to the query of each request; one that its owner renews is renewed with the next try.</summary>
internal sealed class SasPolicy(Func<string> signature) : HttpPipelineSynchronousPolicy
{
    private const string Mark = "sig";

    public override void OnSendingRequest(HttpMessage message)
    {
        var uri = message.Request.Uri;
        var current = signature().TrimStart('?');
        // A retry sends the same message again.
        if (message.TryGetProperty(Mark, out var added) && added is string before)
        {
            uri.Query = uri.Query.Replace(before, current, StringComparison.Ordinal);
        }
        else
        {
            uri.Query = uri.Query.Length > 1 ? $"{uri.Query}&{current}" : $"?{current}";
        }

        message.SetProperty(Mark, current);
    }
}
