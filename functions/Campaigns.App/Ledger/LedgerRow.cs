using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.Rules.Ledger;

namespace Campaigns.App.Ledger;

/// <summary>
/// A ledger entry as a row: inserted once, never changed. The text is one property, stored exactly as it was hashed.
/// </summary>
internal static class LedgerRow
{
    private const string TextProperty = "Entry";
    private const string HashProperty = "Hash";

    public static TableEntity OfParticipant(ParticipantKey key, LedgerEntry entry) =>
        Of(key.Cycle, key.Group, ParticipantKeys.LedgerEntry(key.Track, key.Unit, (int)entry.Seq), entry);

    public static TableEntity OfGroup(string cycle, string group, LedgerEntry entry) => Of(cycle, group, ParticipantKeys.GroupEntry((int)entry.Seq), entry);

    public static LedgerEntry Read(TableEntity row)
    {
        ParticipantRow.Expect(row, newest: 1);
        var number = row.RowKey[(row.RowKey.LastIndexOf('|') + 1)..];
        return new(long.Parse(number, System.Globalization.CultureInfo.InvariantCulture), row.GetString(TextProperty) ?? "", row.GetString(HashProperty) ?? "");
    }

    private static TableEntity Of(string cycle, string group, string rowKey, LedgerEntry entry) => new(ParticipantKeys.Partition(cycle, group), rowKey)
    {
        [TextProperty] = entry.Text,
        [HashProperty] = entry.Hash,
        [ParticipantRow.SchemaProperty] = 1,
    };
}
