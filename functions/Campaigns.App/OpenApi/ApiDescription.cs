using System.Diagnostics.CodeAnalysis;
using Campaigns.App.Access;
using Campaigns.App.Http;
using Microsoft.AspNetCore.Http;

namespace Campaigns.App.OpenApi;

/// <summary>A value beside the body. <paramref name="Values"/> are its words where it is one of a few.</summary>
internal sealed record ApiParameter(string Name, string In, string About, string Type = "string", bool Required = false, IReadOnlyList<string>? Values = null)
{
    /// <summary>Whether it is an id (see <see cref="RequestReader.IsSlug"/>).</summary>
    public bool IsId { get; init; }

    public int? Least { get; init; }

    public int? Most { get; init; }
}

/// <summary>A body: its media type, and the type of its JSON where it is JSON.</summary>
internal sealed record ApiBody(string MediaType, Type? Json = null, string? Example = null, bool IsFile = false);

/// <summary>A header of an answer.</summary>
internal sealed record ApiHeader(string Name, string About, bool Always);

/// <summary>What a route takes and gives. Built by chaining; the errors that follow from it are added by <see cref="ApiDocument"/>.</summary>
internal sealed class ApiDescription(string function, Act act, string summary, string? method)
{
    private readonly List<ApiParameter> _parameters = [];
    private readonly List<ApiBody> _takes = [];
    private readonly SortedDictionary<int, List<ApiBody>> _answers = [];
    private readonly SortedDictionary<int, List<ApiHeader>> _headers = [];
    private readonly SortedSet<int> _refusals = [];

    public string Function => function;

    public Act Act => act;

    public string Summary => summary;

    public string? Method => method;

    /// <summary>More than fits the summary; Markdown.</summary>
    public string? About { get; private set; }

    public IReadOnlyList<ApiParameter> Parameters => _parameters;

    public IReadOnlyList<ApiBody> Body => _takes;

    public bool BodyIsOptional { get; private set; }

    public IReadOnlyDictionary<int, List<ApiBody>> Success => _answers;

    public IReadOnlyCollection<int> Refusals => _refusals;

    /// <summary>Whether it may be answered with what was answered before: then the body is the same and the headers may be missing.</summary>
    public bool IsRepeatable { get; private set; }

    /// <summary>What a 412 shows as <c>current</c>, where it does.</summary>
    public Type? Current { get; private set; }

    /// <summary>Response headers of a success by its status.</summary>
    public IEnumerable<ApiHeader> HeadersOf(int status) => _headers.TryGetValue(status, out var found) ? found : [];

    public ApiDescription Says(string about)
    {
        About = about;
        return this;
    }

    /// <summary>A JSON body. <paramref name="example"/> is JSON; without it one is made from the schema.</summary>
    public ApiDescription Takes<T>([StringSyntax(StringSyntaxAttribute.Json)] string? example = null, bool optional = false)
    {
        BodyIsOptional = optional;
        return Takes(new ApiBody("application/json", typeof(T), example));
    }

    /// <summary>A body as text, for example CSV.</summary>
    public ApiDescription TakesText(string mediaType, string example) => Takes(new ApiBody(mediaType, null, example));

    /// <summary>A multipart form with one file in the part <c>file</c>.</summary>
    public ApiDescription TakesFile() => Takes(new ApiBody("multipart/form-data", IsFile: true)).Refuses(409, 422);

    /// <summary>Bytes as they are.</summary>
    public ApiDescription TakesBytes(string mediaType, bool optional = false)
    {
        BodyIsOptional = optional;
        return Takes(new ApiBody(mediaType, IsFile: true));
    }

    public ApiDescription Gives<T>(params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses.IsEmpty ? [StatusCodes.Status200OK] : statuses)
            Gives(status, new ApiBody("application/json", typeof(T)));
        if (_answers.ContainsKey(StatusCodes.Status201Created) || _answers.ContainsKey(StatusCodes.Status202Accepted))
        {
            foreach (var status in _answers.Keys.Where(s => s is StatusCodes.Status201Created or StatusCodes.Status202Accepted && !HeadersOf(s).Any()))
                Header(status, "Location", "Path of what was made.", always: true);
        }
        return this;
    }

    /// <summary>A page of a list, asked for by <c>limit</c> and <c>continuation</c>.</summary>
    public ApiDescription GivesPages<T>() => Gives<Page<T>>()
        .Query("limit", "How many at most; 100 where it is missing.", 1, RequestReader.MaxLimit)
        .Query("continuation", "Where the page before ended: its `continuation`.");

    /// <summary>All of a list at once: <c>continuation</c> is always null.</summary>
    public ApiDescription GivesList<T>() => Gives<Page<T>>();

    public ApiDescription GivesText(string mediaType, string example) => Gives(StatusCodes.Status200OK, new ApiBody(mediaType, null, example));

    public ApiDescription GivesFile(int status, string mediaType = "application/octet-stream") => Gives(status, new ApiBody(mediaType, IsFile: true));

    public ApiDescription GivesNothing(int status)
    {
        _answers.TryAdd(status, []);
        return this;
    }

    /// <summary>The answer has an ETag; not <paramref name="always"/> where there may be nothing yet that could be written over.</summary>
    public ApiDescription Tagged(bool always = true)
    {
        foreach (var status in _answers.Keys)
            Header(status, "ETag", "For `If-Match` on the next write.", always);
        return this;
    }

    /// <summary>A write that asks for <c>If-Match</c> on what is there (428 without) and shows nothing in a 412.</summary>
    public ApiDescription Conditional()
    {
        _parameters.Add(new("If-Match", "header", "ETag of what is written over, as it was read; `*`: whatever it is."));
        _parameters.Add(new("If-None-Match", "header", "`*`: it must not be there yet."));
        return Refuses(StatusCodes.Status412PreconditionFailed, StatusCodes.Status428PreconditionRequired);
    }

    /// <summary>The same, with <typeparamref name="TCurrent"/> as <c>current</c> in a 412, so that nobody must ask what came in between.</summary>
    public ApiDescription Conditional<TCurrent>()
    {
        Current = typeof(TCurrent);
        return Conditional();
    }

    /// <summary>A POST that takes an <c>Idempotency-Key</c>.</summary>
    public ApiDescription Repeatable()
    {
        IsRepeatable = true;
        _parameters.Add(new(
            "Idempotency-Key", "header",
            "1 to 128 visible ASCII characters. The same key with the same body gets the first answer again; with another body, 422."));
        return Refuses(StatusCodes.Status422UnprocessableEntity);
    }

    /// <summary>Further statuses that the rules may answer with.</summary>
    public ApiDescription Refuses(params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
            _refusals.Add(status);
        return this;
    }

    /// <summary>What every act on a participant may come to: 409, 422 by the rules, 503 where too many change it at once.</summary>
    public ApiDescription Decided() => Refuses(
        StatusCodes.Status403Forbidden, StatusCodes.Status409Conflict, StatusCodes.Status422UnprocessableEntity, StatusCodes.Status503ServiceUnavailable);

    public ApiDescription Query(string name, string about) => Parameter(new(name, "query", about));

    public ApiDescription Query(string name, string about, int least, int most) =>
        Parameter(new(name, "query", about, "integer") { Least = least, Most = most });

    public ApiDescription QueryId(string name, string about, bool required = false) =>
        Parameter(new(name, "query", about, Required: required) { IsId = true });

    public ApiDescription QueryFlag(string name, string about) => Parameter(new(name, "query", about, "boolean"));

    public ApiDescription QueryOneOf<TEnum>(string name, string about)
        where TEnum : struct, Enum =>
        Parameter(new(name, "query", about, Values: [.. Enum.GetNames<TEnum>().Select(RequestReader.CamelCase)]));

    /// <summary>A header of the request.</summary>
    public ApiDescription Reads(string name, string about, bool required = false) => Parameter(new(name, "header", about, Required: required));

    /// <summary>A header of the answers of that status.</summary>
    public ApiDescription Header(int status, string name, string about, bool always = false)
    {
        if (!_headers.TryGetValue(status, out var headers))
            _headers[status] = headers = [];
        if (headers.All(h => h.Name != name))
            headers.Add(new(name, about, always));
        return this;
    }

    private ApiDescription Parameter(ApiParameter parameter)
    {
        _parameters.Add(parameter);
        return this;
    }

    private ApiDescription Takes(ApiBody body)
    {
        _takes.Add(body);
        return this;
    }

    private ApiDescription Gives(int status, ApiBody body)
    {
        if (!_answers.TryGetValue(status, out var bodies))
            _answers[status] = bodies = [];
        bodies.Add(body);
        return this;
    }
}
