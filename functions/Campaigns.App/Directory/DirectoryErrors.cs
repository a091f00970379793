using Campaigns.App.Access;
using Campaigns.App.Exchange;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Directory;

/// <summary>What the endpoints that write a single unit or person share.</summary>
static class DirectoryErrors
{
    /// <summary>A row's errors by the body's paths, in the caller's language.</summary>
    public static Dictionary<string, string[]> ByPath(IEnumerable<ImportError> errors, Caller caller) => errors
        .GroupBy(e => e.Column switch { "" => "$", "name_en" => "$.nameEn", var column => "$." + column })
        .ToDictionary(g => g.Key, g => g.Select(e => e.Message.In(caller.Language)).ToArray());

    /// <summary>The id that marks the write's rows: a PUT is idempotent by itself, so each request is an operation of its own.</summary>
    public static string Operation(FunctionContext context, HttpRequest request, Caller caller) =>
        Json.Hash(System.Text.Encoding.UTF8.GetBytes($"{caller.Person}\n{request.Path}\n{context.InvocationId}"))[..32];
}
