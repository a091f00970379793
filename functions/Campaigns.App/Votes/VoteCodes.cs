using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Azure.Data.Tables;
using Campaigns.App.Participants;
using Campaigns.App.Storage;

namespace Campaigns.App.Votes;

/// <summary>
/// The codes of votes (K12): <c>track.unit.number.check</c>, the check made of a secret of the vote, so that codes can be printed again, nobody can guess one,
/// and no list of voters is needed. The secret is drawn once and never leaves storage.
/// </summary>
public sealed class VoteCodes(CampaignTables tables)
{
    private const string SecretProperty = "Secret";
    private const int CheckLength = 12;
    private readonly ConcurrentDictionary<(ParticipantKey, string), byte[]> _secrets = new();

    /// <summary>The codes 1 to <paramref name="count"/> of a vote.</summary>
    public async Task<IReadOnlyList<string>> AllAsync(ParticipantKey key, string phase, int count, CancellationToken cancellationToken)
    {
        var secret = await SecretAsync(key, phase, cancellationToken) ?? await DrawAsync(key, phase, cancellationToken);
        return [.. Enumerable.Range(1, count).Select(n => $"{key.Track}.{key.Unit}.{n.ToString(CultureInfo.InvariantCulture)}.{Check(secret, n)}")];
    }

    /// <summary>Track, unit and number of a code as it is written; null where it is none.</summary>
    public static (string Track, string Unit, int Number, string Check)? Read(string code) =>
        code.Split('.') is [var track, var unit, var number, { Length: CheckLength } check]
        && ParticipantKeys.IsSlug(track) && ParticipantKeys.IsSlug(unit)
        && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n is > 0 and <= Rules.Votes.VoteDecider.MostCodes
            ? (track, unit, n, check)
            : null;

    /// <summary>Whether <paramref name="check"/> belongs to that number of the vote.</summary>
    public async Task<bool> IsIssuedAsync(ParticipantKey key, string phase, int number, string check, CancellationToken cancellationToken) =>
        await SecretAsync(key, phase, cancellationToken) is { } secret
        && CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(Check(secret, number)), Encoding.ASCII.GetBytes(check));

    private static string Check(byte[] secret, int number) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(secret, BitConverter.GetBytes(number)))[..CheckLength];

    private async Task<byte[]?> SecretAsync(ParticipantKey key, string phase, CancellationToken cancellationToken)
    {
        if (_secrets.TryGetValue((key, phase), out var known))
            return known;
        var row = await tables.Participants.GetEntityIfExistsAsync<TableEntity>(
            ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.VoteSecret(key.Track, key.Unit, phase), cancellationToken: cancellationToken);
        return row.HasValue ? _secrets[(key, phase)] = Convert.FromBase64String(row.Value!.GetString(SecretProperty)) : null;
    }

    private async Task<byte[]> DrawAsync(ParticipantKey key, string phase, CancellationToken cancellationToken)
    {
        var drawn = new TableEntity(ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.VoteSecret(key.Track, key.Unit, phase))
        {
            [SecretProperty] = Convert.ToBase64String(RandomNumberGenerator.GetBytes(16)),
            [ParticipantRow.SchemaProperty] = 1,
        };
        // Two that draw at once keep the one that was written first.
        await Batch.ExecuteAsync(tables.Participants, [new(TableTransactionActionType.Add, drawn)], $"{key}|{phase}|secret", cancellationToken);
        return await SecretAsync(key, phase, cancellationToken) ?? throw new InvalidOperationException($"The secret of vote {phase} of {key} is gone.");
    }
}
