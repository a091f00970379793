using System.Buffers.Text;
using System.Security.Cryptography;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;

namespace Campaigns.App.Feeds;

/// <summary>
/// Whose calendar feed a token opens (J23). A token is 256 random bits; only its hash is kept, so that nobody who reads the table can read a calendar. A person
/// has one at a time: drawing another, or taking it away, ends the one before.
/// </summary>
public sealed class FeedStore(CampaignTables tables, CampaignClock clock)
{
    private const string Partition = "feeds";
    private const int TokenBytes = 32;
    private const int TokenLength = 43;
    private const int MaxTries = 5;

    /// <summary>Since when the person has a feed; null where it has none.</summary>
    public async Task<DateTimeOffset?> SinceAsync(string person, CancellationToken cancellationToken) =>
        (await OfPersonAsync(person, cancellationToken))?.GetDateTimeOffset("Since");

    /// <summary>Draws a token, which is shown now and never again.</summary>
    public async Task<(string Token, DateTimeOffset Since)> DrawAsync(string person, CancellationToken cancellationToken)
    {
        var token = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(TokenBytes));
        var hash = ParticipantKeys.Hash(token);
        var now = clock.Now;
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var before = await OfPersonAsync(person, cancellationToken);
            List<TableTransactionAction> actions =
            [
                Batch.Over(before?.ETag, new TableEntity(Partition, "p|" + person) { ["V"] = 1, ["Hash"] = hash, ["Since"] = now }),
                new(TableTransactionActionType.Add, new TableEntity(Partition, "t|" + hash) { ["V"] = 1, ["Person"] = person }),
            ];
            if (before?.GetString("Hash") is { } old)
                actions.Add(new(TableTransactionActionType.Delete, new TableEntity(Partition, "t|" + old), ETag.All));
            if ((await Batch.ExecuteAsync(tables.Notices, actions, hash, cancellationToken)).IsCommitted)
                return (token, now);
        }
        throw new InvalidOperationException($"The feed of {person} kept changing.");
    }

    /// <summary>Ends the person's feed; false where there was none.</summary>
    public async Task<bool> EndAsync(string person, CancellationToken cancellationToken)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            if (await OfPersonAsync(person, cancellationToken) is not { } before)
                return tries > 0;
            await tables.Notices.DeleteEntityAsync(Partition, "t|" + before.GetString("Hash"), ETag.All, cancellationToken);
            try
            {
                await tables.Notices.DeleteEntityAsync(Partition, before.RowKey, before.ETag, cancellationToken);
                return true;
            }
            catch (RequestFailedException failure) when (failure.Status is 412 or 404)
            {
                // Another request made or ended one at the same time: what is there now is looked at again.
            }
        }
        throw new InvalidOperationException($"The feed of {person} kept changing.");
    }

    /// <summary>Whose token it is, or null. What cannot be one is not looked for.</summary>
    public async Task<string?> PersonOfAsync(string? token, CancellationToken cancellationToken)
    {
        if (token is not { Length: TokenLength } || !Base64Url.IsValid(token))
            return null;
        var row = await tables.Notices.GetEntityIfExistsAsync<TableEntity>(
            Partition, "t|" + ParticipantKeys.Hash(token), cancellationToken: cancellationToken);
        return row.HasValue ? row.Value!.GetString("Person") : null;
    }

    private async Task<TableEntity?> OfPersonAsync(string person, CancellationToken cancellationToken)
    {
        var row = await tables.Notices.GetEntityIfExistsAsync<TableEntity>(Partition, "p|" + person, cancellationToken: cancellationToken);
        return row.HasValue ? row.Value : null;
    }
}
