using System.Text.RegularExpressions;
using Campaigns.App.Access;
using Campaigns.App.Campaigns;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.Rules.Definitions;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;

namespace Campaigns.App.Templates;

/// <summary>The templates over HTTP (B9): look at them, and start one with one call.</summary>
public sealed partial class TemplateEndpoints(AccessPolicy access, CampaignStore campaigns, CycleStarter starter)
{
    [Function(nameof(ListTemplates))]
    public async Task<IResult> ListTemplates(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/templates")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellation) =>
        await access.DeniesAsync(context.Caller(), Act.ReadTemplates, null, cancellation) is { } denied
            ? denied
            : Answers.Ok(new Page<TemplateAnswer>([.. TemplateCatalog.All.Select(TemplateAnswer.Of)]));

    [Function(nameof(GetTemplate))]
    public async Task<IResult> GetTemplate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/templates/{template}")] HttpRequest request,
        string template,
        FunctionContext context,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("template", template)) is { } bad) return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadTemplates, null, cancellation) is { } denied) return denied;
        return TemplateCatalog.Find(template) is { } found
            ? Results.Text(found.Text, "application/yaml", System.Text.Encoding.UTF8)
            : Problems.NotFound($"template {template}");
    }

    [Function(nameof(UseTemplate))]
    public async Task<IResult> UseTemplate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = "api/v1/templates/{template}/campaigns/{campaign}")] HttpRequest request,
        string template,
        string campaign,
        FunctionContext context,
        [DurableClient] DurableTaskClient client,
        CancellationToken cancellation)
    {
        if (RequestReader.BadRoute(("template", template), ("campaign", campaign)) is { } bad) return bad;
        var caller = context.Caller();
        if (!caller.Has(AppRole.Administrator) && !caller.Has(AppRole.Authority)
            && await access.DeniesAsync(caller, Act.UseTemplate, null, cancellation) is { } stranger) return stranger;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out var problem)) return problem;
        if (!(await Json.ReadAsync<UseTemplateBody>(request, cancellation: cancellation)).TryGet(out var body, out problem)) return problem;

        var found = TemplateCatalog.Find(template);
        var unit = body.Authority ?? found?.Definition.Authority.Unit;
        if (await access.DeniesAsync(caller, Act.UseTemplate, unit, cancellation) is { } denied) return denied;
        if (body.Start && await access.DeniesAsync(caller, Act.StartCycle, unit, cancellation) is { } noStart) return noStart;
        if (found is null) return Problems.NotFound($"template {template}");

        var text = body.Overrides.Apply(found, campaign, out var unknown);
        var errors = Mistakes(body, unknown);
        var reading = DefinitionReader.Read(text);
        foreach (var error in reading.Errors) errors.TryAdd(error.Path.Length == 0 ? "$" : error.Path, [error.Message.In(caller.Language)]);
        if (errors.Count > 0 || reading.Definition is not { } definition) return Problems.Validation(errors);
        var year = body.Year ?? definition.Programme.FirstYear;
        if (body.Start && (year < definition.Programme.FirstYear || year > definition.Programme.LastYear))
            return CycleAnswers.OutsideProgramme(definition.Programme.FirstYear, definition.Programme.LastYear);

        var operation = key.OperationId(request, caller.Person);
        var current = await campaigns.CurrentAsync(campaign, cancellation);
        if (current is { } other && other.Latest.Text != text)
            return Problems.Conflict("campaignExists", $"There is a campaign {campaign} already; change it with PUT.");
        if (current is null && await campaigns.AddAsync(definition, text, null, caller.Person, operation, cancellation) is null)
            return Problems.PreconditionFailed();
        if (!body.Start) return Answers.Created($"/api/v1/campaigns/{campaign}", new UsedTemplate(campaign, template, null));

        var started = await starter.StartAsync(campaign, year, caller.Person, cancellation);
        return await CycleAnswers.StartedAsync(client, started, cancellation)
            ?? Answers.Created($"/api/v1/campaigns/{campaign}", new UsedTemplate(campaign, template, CycleStarter.CycleId(campaign, year)));
    }

    static readonly string[] NoneThere = ["the template has none"];

    /// <summary>What cannot be put into a definition at all, by its path in the body.</summary>
    static Dictionary<string, string[]> Mistakes(UseTemplateBody body, IReadOnlyList<string> unknown)
    {
        var errors = unknown.ToDictionary(path => path, _ => NoneThere);
        if (body.Authority is { } unit && !RequestReader.IsSlug(unit)) errors["authority"] = ["is not a unit's id"];
        if (body.Years is { } years && !YearsText().IsMatch(years)) errors["years"] = ["must be a year, or two as 2026..2028"];
        if (IsBroken(body.Title)) errors["title"] = ["must be one line of text"];
        foreach (var (id, track) in body.Tracks ?? new Dictionary<string, TrackOverride>())
        {
            if (IsBroken(track.Title)) errors[$"tracks.{id}.title"] = ["must be one line of text"];
            if (track.Quota is { } quota && !CountText().IsMatch(quota)) errors[$"tracks.{id}.quota"] = ["must be a number, or two as 3..5"];
            if (track.Allotted is { } allotted && !CountText().IsMatch(allotted)) errors[$"tracks.{id}.allotted"] = ["must be a number, or two as 4..6"];
            if (track.Share is { } share && !ShareText().IsMatch(share)) errors[$"tracks.{id}.share"] = ["must be a share, as 80%"];
        }
        return errors;
    }

    static bool IsBroken(LocalizedText? text) => text is not null && $"{text.Zh}{text.En}".Any(char.IsControl);

    [GeneratedRegex(@"^[0-9]{4}(\.\.[0-9]{4})?$")]
    private static partial Regex YearsText();

    [GeneratedRegex(@"^[0-9]{1,6}(\.\.[0-9]{1,6})?$")]
    private static partial Regex CountText();

    [GeneratedRegex(@"^[0-9]{1,3}(\.[0-9]{1,2})?%$")]
    private static partial Regex ShareText();
}

/// <summary>
/// What a template is used with; every property may be left out. <see cref="Start"/> starts the cycle of <see cref="Year"/>, the first of the programme where
/// none is given. <see cref="Years"/>, the tracks' quotas and shares are texts as the definition writes them.
/// </summary>
public sealed record UseTemplateBody(
    string? Authority = null, string? Years = null, LocalizedText? Title = null, IReadOnlyDictionary<string, TrackOverride>? Tracks = null,
    bool Start = false, int? Year = null)
{
    internal TemplateOverrides Overrides => new() { Authority = Authority, Years = Years, Title = Title, Tracks = Tracks };
}

/// <summary>The campaign that was made, and its cycle where one was started.</summary>
public sealed record UsedTemplate(string Campaign, string Template, string? Cycle);

/// <summary>A template as the list shows it.</summary>
public sealed record TemplateAnswer(
    string Id, LocalizedText Title, LocalizedText Source, string Authority, int FirstYear, int LastYear, IReadOnlyList<TemplateNeed> Needs)
{
    public static TemplateAnswer Of(Template template)
    {
        ArgumentNullException.ThrowIfNull(template);
        var (unit, programme) = (template.Definition.Authority.Unit, template.Definition.Programme);
        return new(template.Id, template.Title, template.Source, unit, programme.FirstYear, programme.LastYear, [.. template.Needs]);
    }
}
