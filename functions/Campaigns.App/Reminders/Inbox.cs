using Azure.Data.Tables;
using Campaigns.App.Access;
using Campaigns.App.Http;
using Campaigns.App.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Reminders;

/// <summary>The portal's inbox: a person's notices, newest first. It never repeats what was delivered twice.</summary>
public sealed class Inbox(CampaignTables tables, NoticePartitions partitions, AccessPolicy access)
{
    private const string List = "notices";

    [Function(nameof(GetMyNotices))]
    public async Task<IResult> GetMyNotices(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "api/v1/me/notices")] HttpRequest request,
        FunctionContext context,
        CancellationToken cancellationToken)
    {
        var caller = context.Caller();
        if (await access.DeniesAsync(caller, Act.ReadOwnNotices, null, cancellationToken) is { } no)
            return no;
        var query = new RequestReader(request);
        var paging = query.Paging(List);
        if (query.Problem is { } unreadable)
            return unreadable;
        var (notices, last) = await ReadAsync(caller.Person, paging.Limit, paging.Position, cancellationToken);
        return Answers.Ok(new Page<NoticeAnswer>([.. notices.Select(NoticeAnswer.Of)], last is null ? null : Continuations.Write(List, last)));
    }

    /// <summary>Up to <paramref name="limit"/> notices of a person after a row, and the row to go on after; null where there are no more.</summary>
    public async Task<(IReadOnlyList<Notice> Notices, string? Last)> ReadAsync(
        string person, int limit, string? after, CancellationToken cancellationToken)
    {
        var (from, to) = NoticeKeys.NoticesOf(person);
        var start = after is null ? from : after + '\0';
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partitions.Of(person)} and RowKey ge {start} and RowKey lt {to}");
        var notices = new List<Notice>();
        string? last = null;
        await foreach (var row in tables.Notices.QueryAsync<TableEntity>(filter, Math.Min(limit + 1, 1000), cancellationToken: cancellationToken))
        {
            if (notices.Count == limit)
                return (notices, last);
            notices.Add(NoticeRows.ToNotice(row));
            last = row.RowKey;
        }
        return (notices, null);
    }
}

public sealed record NoticeAnswer(
    string Id, DateTimeOffset At, string Kind, string Cycle, string Milestone, string Title, string Text, DeliveryState Email)
{
    public static NoticeAnswer Of(Notice notice)
    {
        ArgumentNullException.ThrowIfNull(notice);
        return new(notice.Id, notice.At, notice.Kind, notice.Cycle, notice.Milestone, notice.Title, notice.Text, notice.Email);
    }
}
