using Azure;
using Azure.Data.Tables;
using Campaigns.App.Storage;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Participants;

/// <summary>
/// A participant as its row says: its state, where its ledger chain began (the closing hash of the year before, where there was one) and where it ends,
/// and the row's ETag.
/// </summary>
public sealed record StoredParticipant(ParticipantKey Key, ParticipantState State, LedgerHead ChainStart, LedgerHead Chain, ETag ETag = default);

/// <summary>The participant row: state, chain, operation and schema version. Older rows that lack a newer property read as its default.</summary>
internal static class ParticipantRow
{
    public const string SchemaProperty = "V";
    private const string StateProperty = "State";
    private const string ChainStartProperty = "ChainStart";
    private const string ChainSequenceProperty = "ChainSeq";
    private const string ChainHashProperty = "ChainHash";
    private const int Schema = 1;

    public static TableEntity Write(StoredParticipant participant)
    {
        var key = participant.Key;
        var row = new TableEntity(ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Participant(key.Track, key.Unit))
        {
            [StateProperty] = StorageJson.Write(participant.State),
        };
        if (participant.ChainStart != LedgerHead.Empty)
            row[ChainStartProperty] = participant.ChainStart.Hash;
        WriteChain(row, participant.Chain);
        return row;
    }

    public static StoredParticipant Read(string cycle, string group, TableEntity row)
    {
        Expect(row, Schema);
        var state = StorageJson.Read<ParticipantState>(row.GetString(StateProperty));
        var start = LedgerHead.After(row.GetString(ChainStartProperty));
        return new(new(cycle, group, state.Track, state.Unit), state, start, ReadChain(row), row.ETag);
    }

    /// <summary>Puts a chain's head, and the schema, into a row: the participant's or the group's.</summary>
    public static void WriteChain(TableEntity row, LedgerHead chain)
    {
        row[ChainSequenceProperty] = chain.Seq;
        row[ChainHashProperty] = chain.Hash;
        row[SchemaProperty] = Schema;
    }

    public static LedgerHead ReadChain(TableEntity row) =>
        new(row.GetInt64(ChainSequenceProperty) ?? 0, row.GetString(ChainHashProperty) ?? LedgerHead.Empty.Hash);

    /// <summary>Readers take older schemas; a newer one was written by a newer deployment and must not be overwritten by this one.</summary>
    public static void Expect(TableEntity row, int newest)
    {
        if (row.GetInt32(SchemaProperty) is int schema && schema > newest)
            throw new InvalidDataException($"Row {row.PartitionKey} / {row.RowKey} has schema {schema}; this deployment reads up to {newest}.");
    }
}
