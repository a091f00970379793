using Azure.Data.Tables;
using Campaigns.App.Storage;

namespace Campaigns.App.Participants;

/// <summary>The rows that remember answers to requests with an Idempotency-Key, in the partition of what they changed.</summary>
internal sealed class AnswerRecords(CampaignTables tables, LongTexts texts)
{
    private const string BodyHashProperty = "Body";
    private const string StatusProperty = "Status";
    private const string AnswerProperty = "Answer";
    private const string TellsProperty = "Tells";

    public async ValueTask<TableTransactionAction> InsertAsync(
        string partition, AnswerKey key, (int Status, string Json) answer, bool tells, CancellationToken cancellationToken)
    {
        var row = new TableEntity(partition, ParticipantKeys.Answer(key.OperationId))
        {
            [BodyHashProperty] = key.BodyHash,
            [StatusProperty] = answer.Status,
            [AnswerProperty] = await texts.WriteAsync(answer.Json, cancellationToken),
            [ParticipantRow.SchemaProperty] = 1,
        };
        if (tells)
            row[TellsProperty] = true;
        return new(TableTransactionActionType.Add, row);
    }

    public async Task<RecordedAnswer?> ReadAsync(string partition, AnswerKey key, CancellationToken cancellationToken)
    {
        var found = await tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            partition, ParticipantKeys.Answer(key.OperationId), cancellationToken: cancellationToken);
        if (!found.HasValue)
            return null;
        var row = found.Value!;
        ParticipantRow.Expect(row, newest: 1);
        var json = await texts.ReadAsync(row.GetString(AnswerProperty), cancellationToken);
        return new(row.GetString(BodyHashProperty), row.GetInt32(StatusProperty) ?? 200, json ?? "") { Tells = row.GetBoolean(TellsProperty) ?? false };
    }
}
