using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Storage;

namespace Campaigns.App.Directory;

/// <summary>The directory's version and who is writing to it right now (operation id to the platform time at which it began).</summary>
public sealed record DirectoryVersion(long Number, IReadOnlyDictionary<string, DateTimeOffset> Writers, ETag ETag)
{
    /// <summary>Whether the rows are those of <see cref="Number"/>: nobody is in the middle of a write.</summary>
    public bool IsSettled => Writers.Count == 0;
}

/// <summary>
/// Keeps snapshots honest. A writer enters itself before its first row and leaves with a higher version after its last; while somebody is in, a picture of
/// the rows counts for no version. A writer that died is thrown out by whoever reads after <see cref="Patience"/>, and the version moves for what it may have
/// written.
/// </summary>
public sealed class DirectoryVersions(CampaignTables tables, TimeProvider time)
{
    /// <summary>The longest that a write may take.</summary>
    public static TimeSpan Patience { get; } = TimeSpan.FromMinutes(10);

    const int MaxTries = 50;
    const string NumberProperty = "Number";
    const string WritersProperty = "Writers";

    /// <summary>Raised in this process after a write, whether it succeeded or not.</summary>
    public event Action? Changed;

    /// <summary>Runs <paramref name="write"/> as operation <paramref name="operation"/>; the version moves whether it succeeds or throws.</summary>
    public async Task ChangeAsync(string operation, Func<Task> write, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(write);
        await MoveAsync(v => v.Writers.ContainsKey(operation) ? null : v with { Writers = Plus(v.Writers, operation) }, cancellation);
        try
        {
            await write();
        }
        finally
        {
            try
            {
                // Rows may be there although the caller has gone: the version must not stay behind.
                await MoveAsync(v => Without(v, w => w == operation), CancellationToken.None);
            }
            finally
            {
                // Also where the version could not be moved: the rows are there, and who wrote them looks for them.
                Changed?.Invoke();
            }
        }
    }

    /// <summary>The version now; writers that outstayed <see cref="Patience"/> are thrown out first.</summary>
    public async Task<DirectoryVersion> ReadAsync(CancellationToken cancellation)
    {
        var version = await RowAsync(cancellation);
        var late = version.Writers.Where(w => time.GetUtcNow() - w.Value > Patience).Select(w => w.Key).ToHashSet();
        if (late.Count == 0) return version;
        await MoveAsync(v => Without(v, late.Contains), cancellation);
        return await RowAsync(cancellation);
    }

    async Task MoveAsync(Func<DirectoryVersion, DirectoryVersion?> move, CancellationToken cancellation)
    {
        for (var tries = 0; tries < MaxTries; tries++)
        {
            var now = await RowAsync(cancellation);
            if (move(now) is not { } next) return;
            var row = new TableEntity(DirectoryKeys.VersionPartition, DirectoryKeys.VersionRow)
            {
                [NumberProperty] = next.Number,
                [WritersProperty] = string.Join(';', next.Writers.Select(w => $"{w.Key}@{w.Value.ToUnixTimeMilliseconds()}")),
            };
            try
            {
                // A lost answer shows as a conflict; the next turn sees our own change and has nothing to move.
                if (now.ETag == default) await tables.Directory.AddEntityAsync(row, cancellation);
                else await tables.Directory.UpdateEntityAsync(row, now.ETag, TableUpdateMode.Replace, cancellation);
                return;
            }
            catch (RequestFailedException conflict) when (conflict.Status is 409 or 412)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(10 * Math.Min(tries + 1, 10)), time, cancellation);
            }
        }
        throw new InvalidOperationException($"The directory's version could not be moved in {MaxTries} tries.");
    }

    async Task<DirectoryVersion> RowAsync(CancellationToken cancellation)
    {
        var row = await tables.Directory.GetEntityIfExistsAsync<TableEntity>(
            DirectoryKeys.VersionPartition, DirectoryKeys.VersionRow, cancellationToken: cancellation);
        if (!row.HasValue) return new(0, new Dictionary<string, DateTimeOffset>(), default);
        var writers = row.Value!.GetString(WritersProperty).Split(';', StringSplitOptions.RemoveEmptyEntries)
            .Select(w => w.Split('@'))
            .ToDictionary(w => w[0], w => DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(w[1], CultureInfo.InvariantCulture)));
        return new(row.Value.GetInt64(NumberProperty) ?? 0, writers, row.Value.ETag);
    }

    Dictionary<string, DateTimeOffset> Plus(IReadOnlyDictionary<string, DateTimeOffset> writers, string operation) =>
        new(writers) { [operation] = time.GetUtcNow() };

    static DirectoryVersion? Without(DirectoryVersion version, Func<string, bool> gone) => version.Writers.Keys.Any(gone)
        ? version with { Number = version.Number + 1, Writers = version.Writers.Where(w => !gone(w.Key)).ToDictionary() }
        : null;
}
