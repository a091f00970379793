using System.Globalization;
using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.Rules.Definitions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Campaigns;

/// <summary>
/// <c>GET</c> and <c>PUT /campaigns/{campaign}</c>, its versions, and <c>POST /campaigns/validate</c> (B10): definitions as YAML or JSON, every error at once
/// with its place.
/// </summary>
public sealed class CampaignEndpoints(AccessPolicy access, CampaignStore campaigns)
{
    const int MaxBytes = 1024 * 1024;
    static readonly string[] MediaTypes = ["application/yaml", "text/yaml", "application/x-yaml", "application/json", "text/plain"];

    [Function(nameof(PutCampaign))]
    public async Task<IResult> PutCampaign(
        [HttpTrigger(AuthorizationLevel.Anonymous, "put", Route = "api/v1/campaigns/{campaign}")] HttpRequest request,
        string campaign,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("campaign", campaign)) is { } bad) return bad;
        var caller = context.Caller();
        if (!caller.Has(AppRole.Administrator) && !caller.Has(AppRole.Authority)
            && await access.DeniesAsync(caller, Act.WriteCampaign, null, cancellation) is { } stranger) return stranger;
        if (!Preconditions.Of(request).TryGet(out var precondition, out var problem)) return problem;
        if (!(await ReadAsync(request, cancellation)).TryGet(out var text, out problem)) return problem;

        var reading = DefinitionReader.Read(text);
        if (reading.Definition is not { } definition) return Problems.Validation(ByPath(reading.Errors, caller.Language));
        if (definition.Id != campaign)
            return Problems.Validation(new Dictionary<string, string[]> { ["campaign"] = [$"is '{definition.Id}', and the address says '{campaign}'"] });

        // Both: nobody may take a campaign over from another authority by naming their own.
        var found = await campaigns.CurrentAsync(campaign, cancellation);
        foreach (var authority in new[] { definition.Authority.Unit, found?.Latest.Definition.Authority.Unit }.OfType<string>().Distinct())
            if (await access.DeniesAsync(caller, Act.WriteCampaign, authority, cancellation) is { } denied) return denied;

        if (found is { } same && same.Latest.Text == text) return Answers.Ok(Answer.Of(same.Latest), same.ETag);
        if (precondition.Check(found?.ETag) is { } failed) return failed;
        var operation = Json.Hash(System.Text.Encoding.UTF8.GetBytes($"{caller.Person}\n{campaign}\n{context.InvocationId}"))[..32];
        if (await campaigns.AddAsync(definition, text, found, caller.Person, operation, cancellation) is not { } written) return Problems.PreconditionFailed();
        return found is null
            ? Answers.Created($"/api/v1/campaigns/{campaign}", Answer.Of(written.Written), written.ETag)
            : Answers.Ok(Answer.Of(written.Written), written.ETag);
    }

    [Function(nameof(GetCampaign))]
    public async Task<IResult> GetCampaign(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/campaigns/{campaign}")] HttpRequest request,
        string campaign,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("campaign", campaign)) is { } bad) return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadCampaign, null, cancellation) is { } denied) return denied;
        return await campaigns.CurrentAsync(campaign, cancellation) is { } found
            ? Answers.Ok(TextAnswer.Of(found.Latest), found.ETag)
            : Problems.NotFound($"campaign {campaign}");
    }

    [Function(nameof(GetCampaignVersion))]
    public async Task<IResult> GetCampaignVersion(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/campaigns/{campaign}/versions/{version}")] HttpRequest request,
        string campaign,
        string version,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("campaign", campaign)) is { } bad) return bad;
        if (!int.TryParse(version, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number is < 1 or > 999_999)
            return Problems.BadRequest("route.version", "must be a whole number from 1 to 999999");
        if (await access.DeniesAsync(context.Caller(), Act.ReadCampaign, null, cancellation) is { } denied) return denied;
        return await campaigns.GetAsync(campaign, number, cancellation) is { } found
            ? Answers.Ok(TextAnswer.Of(found))
            : Problems.NotFound($"version {number} of campaign {campaign}");
    }

    [Function(nameof(ValidateCampaign))]
    public async Task<IResult> ValidateCampaign(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/campaigns/validate")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation)
    {
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ValidateCampaign, null, cancellation) is { } denied) return denied;
        if (!(await ReadAsync(request, cancellation)).TryGet(out var text, out var problem)) return problem;
        var reading = DefinitionReader.Read(text);
        return Answers.Ok(new Validation(
            [.. reading.Errors.Select(e => new Mistake(e.Line, e.Column, e.Path, e.Message.In(caller.Language)))],
            reading.Definition is { } definition ? [.. BurdenCheck.Warnings(definition).Select(w => w.In(caller.Language))] : []));
    }

    /// <summary>Every error of a definition by its path, each as <c>line:column message</c>.</summary>
    static Dictionary<string, string[]> ByPath(IReadOnlyList<DefinitionError> errors, string language) => errors
        .GroupBy(e => e.Path.Length == 0 ? "$" : e.Path)
        .ToDictionary(g => g.Key, g => g.Select(e => $"{e.Line}:{e.Column} {e.Message.In(language)}").ToArray());

    static async Task<Parsed<string>> ReadAsync(HttpRequest request, CancellationToken cancellation) => MediaTypes.Contains(Bodies.MediaType(request))
        ? await Bodies.ReadTextAsync(request, MaxBytes, cancellation)
        : new(Problems.UnsupportedMediaType("application/yaml or application/json in UTF-8"));

    /// <summary>What a PUT answers.</summary>
    public sealed record Answer(string Campaign, int Version)
    {
        public static Answer Of(CampaignVersion version) => new(version.Campaign, version.Version);
    }

    /// <summary>What a GET answers.</summary>
    public sealed record TextAnswer(string Campaign, int Version, LocalizedText Title, string Text, DateTimeOffset WrittenAt, string WrittenBy)
    {
        public static TextAnswer Of(CampaignVersion v) => new(v.Campaign, v.Version, v.Definition.Title, v.Text, v.WrittenAt, v.WrittenBy);
    }

    /// <summary>What a validation answers; no errors: the definition is fine.</summary>
    public sealed record Validation(IReadOnlyList<Mistake> Errors, IReadOnlyList<string> Warnings);

    /// <summary>One mistake and its place; line and column from 1.</summary>
    public sealed record Mistake(int Line, int Column, string Path, string Message);
}
