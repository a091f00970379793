using Campaigns.App.Access;
using Campaigns.App.Completeness;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Targets;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Targets;

/// <summary>
/// <c>GET …/targets</c>: where the campaign's own indicators stand (B3, B4, K5, K6); two requests with a warm cache, whatever the number of units.
/// </summary>
public sealed class TargetEndpoints(AccessPolicy access, CycleContexts cycles, RollUp rollUp)
{
    [Function(nameof(GetTargets))]
    public async Task<IResult> GetTargets(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/cycles/{cycle}/targets")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        if (RequestReader.BadRoute(("cycle", cycle)) is { } bad)
            return bad;
        if (await access.DeniesAsync(context.Caller(), Act.ReadCycle, null, cancellationToken) is { } no)
            return no;
        if (await cycles.GetAsync(cycle, cancellationToken) is not { } found)
            return Problems.NotFound($"cycle {cycle}");
        var counts = await rollUp.TargetsAsync(cycle, cancellationToken);
        var lines = TargetRules.All(found.Definition).Select(target =>
        {
            var part = counts?.Parts.GetValueOrDefault(target.Id) ?? TargetPart.Zero;
            return TargetLine.Of(target, part, TargetRules.Standing(target, part, found.References), context.Caller().Language);
        });
        return Answers.Ok(new TargetsAnswer([.. lines], counts?.AsAt));
    }
}

/// <summary>Every target of a cycle, and when they were last counted; null before the first count.</summary>
public sealed record TargetsAnswer(IReadOnlyList<TargetLine> Items, DateTimeOffset? AsAt);

/// <summary>
/// A target and where it stands: <see cref="Value"/> is a share from 0 to 1 where <see cref="IsShare"/>, else a number or a mean; null while nothing is known.
/// </summary>
public sealed record TargetLine(
    string Id, string Title, string? Track, string? Level, TargetKind Kind, bool IsShare, decimal? Value, decimal? Floor, decimal? Ceiling, decimal? Stretch,
    TargetStatus Status, int Reporting, int Participants)
{
    public static TargetLine Of(Target target, TargetPart part, TargetStanding standing, string language)
    {
        ArgumentNullException.ThrowIfNull(target);
        ArgumentNullException.ThrowIfNull(part);
        ArgumentNullException.ThrowIfNull(standing);
        return new(
            target.Id, target.Title.In(language), target.Track, target.Level, target.Aim.Kind, target.Aim.IsShare, standing.Value, standing.Floor,
            standing.Ceiling, standing.Stretch, standing.Status, part.Reporting, part.Participants);
    }
}
