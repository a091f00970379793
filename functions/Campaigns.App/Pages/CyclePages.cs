using Campaigns.App.Access;
using Campaigns.App.Bulletins;
using Campaigns.App.Cycles;
using Campaigns.App.Http;
using Campaigns.Portal.Completeness;
using Campaigns.Portal.Cycles;
using Campaigns.Portal.Layout;
using Campaigns.Portal.Rankings;
using Campaigns.Rules.Cycles;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Pages;

/// <summary>The portal's pages about a year: where it stands, a phase by township, the rankings, the bulletins (C2, H2).</summary>
public sealed class CyclePages(PageDesk desk, CycleViews views, CycleStore cycles, CycleContexts contexts, BulletinPress press)
{
    const int PlacesPerPage = 100;
    const int RefreshSeconds = 5;
    const int MostRanks = 999_999;

    /// <summary>The start page: the newest year that runs, the newest of all where none does, or the list where there is none.</summary>
    [Function(nameof(ShowStart))]
    public async Task<IResult> ShowStart(
        // Matches the empty path alone: the one way to claim a site's root that the Functions host knows.
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "{nothing:maxlength(0)?}")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var visit = Visit.Of(request, context.Caller());
        if (await desk.DeniesAsync(visit, Act.ReadCycle, cancellationToken) is { } no)
            return no;
        return PageDesk.SendTo(visit, await NewestAsync(cancellationToken) is { } newest ? new CycleLink(newest, CycleState.Running).Path : "/cycles");
    }

    [Function(nameof(ShowCycles))]
    public async Task<IResult> ShowCycles(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cycles")] HttpRequest request, FunctionContext context, CancellationToken cancellationToken)
    {
        var visit = Visit.Of(request, context.Caller());
        if (await desk.DeniesAsync(visit, Act.ReadCycle, cancellationToken) is { } no)
            return no;
        var listed = await cycles.ListAsync(cancellationToken);
        return PageDesk.Show<CyclesPage>(
            visit, desk.FrameOf(visit), StatusCodes.Status200OK,
            (nameof(CyclesPage.Cycles), listed.Select(c => new CycleLink(c.Cycle, c.State)).ToList()));
    }

    [Function(nameof(ShowCycle))]
    public async Task<IResult> ShowCycle(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cycles/{cycle}")] HttpRequest request,
        string cycle,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var visit = Visit.Of(request, context.Caller());
        if (await desk.DeniesAsync(visit, Act.ReadCycle, cancellationToken) is { } no)
            return no;
        if (!RequestReader.IsSlug(cycle) || await views.CycleAsync(cycle, visit, cancellationToken) is not var (view, zone))
            return desk.NotFound(visit);
        var ended = view.State is CycleState.Completed or CycleState.Cancelled;
        var frame = desk.FrameOf(visit, zone) with { RefreshSeconds = ended ? 0 : RefreshSeconds };
        return PageDesk.Show<CyclePage>(visit, frame, StatusCodes.Status200OK, (nameof(CyclePage.View), view));
    }

    [Function(nameof(ShowPhase))]
    public async Task<IResult> ShowPhase(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cycles/{cycle}/phases/{phase}")] HttpRequest request,
        string cycle,
        string phase,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var visit = Visit.Of(request, context.Caller());
        if (await desk.DeniesAsync(visit, Act.ReadCycle, cancellationToken) is { } no)
            return no;
        if (!RequestReader.IsSlug(cycle) || !RequestReader.IsSlug(phase)
            || await views.PhaseAsync(cycle, phase, visit.Language, cancellationToken) is not var (view, found))
            return desk.NotFound(visit);
        var locked = view.Now > view.Phase.Window.LockedAt;
        var frame = FrameBelow(visit, found) with { RefreshSeconds = locked ? 0 : RefreshSeconds };
        return PageDesk.Show<PhasePage>(visit, frame, StatusCodes.Status200OK, (nameof(PhasePage.View), view));
    }

    [Function(nameof(ShowRanking))]
    public async Task<IResult> ShowRanking(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cycles/{cycle}/ranking/{track}")] HttpRequest request,
        string cycle,
        string track,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var visit = Visit.Of(request, context.Caller());
        if (await desk.DeniesAsync(visit, Act.ReadCycle, cancellationToken) is { } no)
            return no;
        var query = new RequestReader(request);
        var after = query.Number("after", 0, 0, MostRanks);
        if (query.Problem is not null || !RequestReader.IsSlug(cycle) || !RequestReader.IsSlug(track)
            || await views.RankingAsync(cycle, track, after, PlacesPerPage, visit.Language, cancellationToken) is not var (places, more, found))
            return desk.NotFound(visit);
        var earlier = after == 0 ? null : $"{places.Path}?after={Math.Max(0, after - PlacesPerPage)}";
        var later = more ? $"{places.Path}?after={after + PlacesPerPage}" : null;
        var view = new RankingView(found.Definition.Title, found.Year, places, earlier, later);
        return PageDesk.Show<RankingPage>(visit, FrameBelow(visit, found), StatusCodes.Status200OK, (nameof(RankingPage.View), view));
    }

    /// <summary>A bulletin as it was published, in the reader's language: a document that stands alone, for print.</summary>
    [Function(nameof(ShowBulletin))]
    public async Task<IResult> ShowBulletin(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "cycles/{cycle}/bulletins/{bulletin}")] HttpRequest request,
        string cycle,
        string bulletin,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var visit = Visit.Of(request, context.Caller());
        if (await desk.DeniesAsync(visit, Act.ReadBulletins, cancellationToken) is { } no)
            return no;
        return RequestReader.IsSlug(cycle) && RequestReader.IsSlug(bulletin)
            && await press.ReadAsync(cycle, bulletin, visit.Language, cancellationToken) is { } html
            ? Results.Text(html, "text/html; charset=utf-8")
            : desk.NotFound(visit);
    }

    Frame FrameBelow(Visit visit, CycleContext cycle) => desk.FrameOf(visit, cycle.Definition.Authority.Zone) with
    {
        Crumbs = [new($"{cycle.Definition.Title.In(visit.Language)} {cycle.Year}", new CycleLink(cycle.Cycle, cycle.State).Path)],
    };

    async Task<string?> NewestAsync(CancellationToken cancellationToken)
    {
        var listed = await cycles.ListAsync(cancellationToken);
        var live = listed.Where(c => c.State is CycleState.Enrolling or CycleState.Running or CycleState.Paused).ToList();
        (string Cycle, int Year)? newest = null;
        foreach (var (cycle, _) in live.Count > 0 ? live : listed)
        {
            if (await contexts.GetAsync(cycle, cancellationToken) is { } known && (newest is null || known.Year > newest.Value.Year))
                newest = (cycle, known.Year);
        }
        return newest?.Cycle;
    }
}
