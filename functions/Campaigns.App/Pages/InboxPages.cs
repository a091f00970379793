using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.Portal.Notices;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Pages;

/// <summary>The reader's own notices.</summary>
public sealed class InboxPages(PageDesk desk, CycleViews views)
{
    const string List = "inbox";
    const int NoticesPerPage = 30;
    const int RefreshSeconds = 15;

    [Function(nameof(ShowInbox))]
    public async Task<IResult> ShowInbox(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "inbox")] HttpRequest request, FunctionContext context, CancellationToken cancellationToken)
    {
        var visit = Visit.Of(request, context.Caller());
        if (await desk.DeniesAsync(visit, Act.ReadOwnNotices, cancellationToken) is { } no)
            return no;
        var query = new RequestReader(request);
        var paging = query.Paging(List);
        if (query.Problem is not null)
            return desk.NotFound(visit);
        var (notices, last) = await views.NoticesAsync(visit.Caller.Person, NoticesPerPage, paging.Position, cancellationToken);
        var older = last is null ? null : "/inbox?continuation=" + Uri.EscapeDataString(Continuations.Write(List, last));
        var frame = desk.FrameOf(visit) with { RefreshSeconds = paging.Position is null ? RefreshSeconds : 0 };
        return PageDesk.Show<InboxPage>(visit, frame, StatusCodes.Status200OK, (nameof(InboxPage.View), new InboxView(notices, older)));
    }
}
