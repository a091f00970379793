using System.Net;
using Campaigns.App.Access;
using Campaigns.App.Cycles;
using Campaigns.App.Directory;
using Campaigns.App.Evaluation;
using Campaigns.App.Http;
using Campaigns.App.Participants;
using Campaigns.App.Storage;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Participants;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Selecting;

/// <summary>
/// One honour, by its id <c>cycle_track_unit</c>: its certificate (G5), its yearly re-check and its withdrawal (L5).
/// </summary>
public sealed class HonourEndpoints(
    ParticipantDesk desk, AccessPolicy access, CycleContexts cycles, ParticipantStore participants, TrackRanking ranking, DirectoryCache directory)
{
    private const string Route = "api/v1/honours/{id}";
    private const string Style = "body { text-align: center; font-family: serif; margin: 4em } h1 { color: #a00 }";

    [Function(nameof(GetCertificate))]
    public async Task<IResult> GetCertificate(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = Route + "/certificate")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("reading");
        if (await access.DeniesAsync(context.Caller(), Act.ReadHonours, null, cancellationToken) is { } no)
            return no;
        if (KeyOf(id) is not { } key)
            return Problems.NotFound($"honour {id}");
        if (await cycles.GetAsync(key.Cycle, cancellationToken) is not { } cycle || cycle.Definition.Tracks.All(t => t.Id != key.Track)
            || await participants.ReadAsync(key.Cycle, key.Track, key.Unit, cancellationToken) is not { State.Selection.Honour: { } honour })
            return Problems.NotFound($"honour {id}");
        return Results.Content(Certificate(cycle, key, honour, await directory.GetAsync(AccessPolicy.AllowOn, cancellationToken)), "text/html; charset=utf-8");
    }

    [Function(nameof(WithdrawHonour))]
    public async Task<IResult> WithdrawHonour(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/withdraw")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("selection");
        if (!(await OpenAsync(id, context, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadAsync<WithdrawBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        var answer = await ActAsync(
            scene, OutcomeAnswer.OperationOf(key, request, scene, read.Hash),
            state => HonourDecider.Withdraw(state, scene.Caller.Person, body.Reason, scene.ReceivedAt), cancellationToken);
        // Also after a repeat: the first try may have ended between the two.
        await ranking.UnmarkAsync(scene.Key, cancellationToken);
        return answer;
    }

    [Function(nameof(RecheckHonour))]
    public async Task<IResult> RecheckHonour(
        [HttpTrigger(AuthorizationLevel.Anonymous, "post", Route = Route + "/recheck")] HttpRequest request,
        string id,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        using var _ = StorageMeter.Work("selection");
        if (!(await OpenAsync(id, context, cancellationToken)).TryGet(out var scene, out var problem))
            return problem;
        if (!IdempotencyKey.Of(request, context).TryGet(out var key, out problem))
            return problem;
        var read = await Json.ReadOptionalAsync<RecheckBody>(request, cancellation: cancellationToken);
        if (!read.TryGet(out var body, out problem))
            return problem;
        var year = ZoneTime.DayOf(TimeZoneInfo.FindSystemTimeZoneById(scene.Definition.Authority.Zone), scene.ReceivedAt).Year;
        return await ActAsync(
            scene, OutcomeAnswer.OperationOf(key, request, scene, read.Hash),
            state => HonourDecider.Recheck(state, year, scene.Caller.Person, body.Value?.Note), cancellationToken);
    }

    private async Task<Parsed<ParticipantScene>> OpenAsync(string id, FunctionContext context, CancellationToken cancellationToken) =>
        KeyOf(id) is { } key
            ? await desk.OpenAsync(context, Act.WriteHonour, key.Cycle, key.Track, key.Unit, null, cancellationToken)
            : new(await access.DeniesAsync(context.Caller(), Act.WriteHonour, null, cancellationToken) ?? Problems.NotFound($"honour {id}"));

    private async Task<IResult> ActAsync(
        ParticipantScene scene, ParticipantOperation operation, Func<ParticipantState, Decision<ParticipantState>> decide, CancellationToken cancellationToken)
    {
        var outcome = await participants.TransactAsync(
            scene.Key, operation,
            (current, _) =>
            {
                var decision = decide(current.State);
                return ValueTask.FromResult(new ParticipantWrite(
                    decision, [], decision is Accepted<ParticipantState> a ? (StatusCodes.Status200OK, Answers.Text(a.State.Selection!.Honour)) : null));
            },
            cancellationToken);
        return outcome is ParticipantOutcome.Committed committed
            ? Answers.Ok(committed.After.State.Selection!.Honour!)
            : OutcomeAnswer.Of(outcome, operation, scene)!;
    }

    /// <summary>The id's parts: none of them may hold the separator.</summary>
    internal static ParticipantKey? KeyOf(string id) =>
        id.Split('_') is [var cycle, var track, var unit] && RequestReader.IsSlug(cycle) && RequestReader.IsSlug(track) && RequestReader.IsSlug(unit)
            ? new(cycle, "", track, unit)
            : null;

    private static string Certificate(CycleContext cycle, ParticipantKey key, HonourState honour, DirectorySnapshot people)
    {
        var track = cycle.Definition.Track(key.Track);
        var title = (track.Honour?.Title ?? track.Title).Zh;
        var name = people.NameOf(key.Unit);
        var authority = people.NameOf(cycle.Definition.Authority.Unit);
        var day = ZoneTime.DayOf(TimeZoneInfo.FindSystemTimeZoneById(cycle.Definition.Authority.Zone), honour.GivenAt);
        var basis = honour.Basis == "unattended" ? "" : $"<p>（{Html(honour.Basis)}）</p>";
        var valid = honour.ValidUntil is { } until ? $"<p>有效期至 {until:yyyy年M月d日}</p>" : "";
        var withdrawn = honour.Withdrawn is { } w ? $"<p><strong>本荣誉已于 {w.At:yyyy-MM-dd} 撤销：{Html(w.Reason)}</strong></p>" : "";
        return $"""
            <!doctype html>
            <html lang="zh"><head><meta charset="utf-8"><title>{Html(title)}</title>
            <style>{Style}</style></head>
            <body><h1>荣誉证书</h1><h2>{Html(name)}</h2><p>{cycle.Year}年度{Html(cycle.Definition.Title.Zh)}</p><p>命名为</p><h2>{Html(title)}</h2>
            {basis}{valid}{withdrawn}<p>{Html(authority)}</p><p>{day:yyyy年M月d日}</p></body></html>
            """;
    }

    private static string Html(string text) => WebUtility.HtmlEncode(text);
}

public sealed record WithdrawBody(string Reason);

public sealed record RecheckBody(string? Note = null);
