using Azure;
using Azure.Data.Tables;
using Campaigns.App.Http;

namespace Campaigns.App.Participants;

/// <summary>Who writes a row that clients know the ETag of, when (campaign time), and what they demand of the row as it is.</summary>
public sealed record WriteMark(string By, DateTimeOffset At, Precondition Precondition)
{
    /// <summary>The write of <paramref name="row"/>: an insert where nothing may be there, else <paramref name="update"/> under the demanded ETag.</summary>
    public TableTransactionAction Conditional(TableEntity row, TableTransactionActionType update) => Precondition switch
    {
        Precondition.Matches matches => new(update, row, matches.ETag),
        Precondition.MustExist => new(update, row, ETag.All),
        _ => new(TableTransactionActionType.Add, row),
    };
}
