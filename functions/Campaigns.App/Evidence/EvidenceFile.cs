using System.Globalization;
using Azure;
using Azure.Data.Tables;
using Campaigns.App.Participants;

namespace Campaigns.App.Evidence;

/// <summary>
/// A sealed piece of evidence 佐证材料 (D1, D2): what it was filed for, what it is, and when it came. Immutable; a new file is new evidence.
/// </summary>
/// <param name="Name">The file's name as people know it; never part of a path.</param>
/// <param name="Type">Media type read from the content.</param>
/// <param name="Kind"><c>photo</c>, <c>document</c>, <c>sheet</c> or <c>video</c>.</param>
/// <param name="Sha256">64 hex digits over exactly <paramref name="Size"/> bytes.</param>
/// <param name="ReceivedAt">Campaign time at the request's entry.</param>
/// <param name="By">Id of the person who filed it.</param>
public sealed record EvidenceFile(
    string Id, string Phase, string Clause, string Name, string Type, string Kind, long Size, string Sha256, DateTimeOffset ReceivedAt, string By)
{
    /// <summary>The one state in which evidence has a row: rejected files leave none.</summary>
    public const string Sealed = "sealed";

    /// <summary>True when <paramref name="other"/> is the same file for the same purpose, so that a repeated upload is recognised.</summary>
    public bool IsSameAs(EvidenceFile other) => (Phase, Clause, Sha256, Size) == (other.Phase, other.Clause, other.Sha256, other.Size);

    /// <summary>The clauses that the file serves: <see cref="Clause"/> first, then others that it was filed for too (J10).</summary>
    public IReadOnlyList<string> Clauses => [Clause, .. AlsoFor];

    /// <summary>Clauses beside <see cref="Clause"/>.</summary>
    public IReadOnlyList<string> AlsoFor { get; init; } = [];

    /// <summary>From 1; a new file in the place of an earlier one has the next number.</summary>
    public int Version { get; init; } = 1;

    /// <summary>The id of the evidence whose place it takes; null for a first version.</summary>
    public string? Replaces { get; init; }

    /// <summary>The day on which what the file shows took place, in the authority's calendar; null where nobody has said it (J10).</summary>
    public DateOnly? EffectiveOn { get; init; }

    /// <summary>The day on which a photo says that it was taken: a suggestion for <see cref="EffectiveOn"/>.</summary>
    public DateOnly? SuggestedOn { get; init; }

    /// <summary>The id of the version that has taken its place; null for the one that counts.</summary>
    public string? ReplacedBy { get; init; }

    /// <summary>Of the row that it was read from.</summary>
    internal ETag ETag { get; init; }

    /// <summary>The folder that holds the bytes of everything that a participant filed.</summary>
    public static string BlobFolder(ParticipantKey key) => $"{key.Cycle}/{key.Track}/{key.Unit}/";

    /// <summary>Name of the blob that holds the bytes: by their hash, so that the same bytes lie once in a unit, however often they were filed.</summary>
    public string BlobName(ParticipantKey key) => BlobFolder(key) + (IsByHash ? "sha256-" + Sha256 : Id);

    /// <summary>False for files from before bytes were kept by their hash, which lie under their id.</summary>
    public bool IsByHash { get; init; } = true;

    internal TableEntity ToRow(ParticipantKey key) => new(ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Evidence(key.Track, key.Unit, Id))
    {
        [nameof(Phase)] = Phase,
        [nameof(Clause)] = Clause,
        [nameof(Name)] = Name,
        [nameof(Type)] = Type,
        [nameof(Kind)] = Kind,
        [nameof(Size)] = Size,
        [nameof(Sha256)] = Sha256,
        [nameof(ReceivedAt)] = ReceivedAt,
        [nameof(By)] = By,
        [nameof(AlsoFor)] = AlsoFor.Count == 0 ? null : string.Join(' ', AlsoFor),
        [nameof(Version)] = Version,
        [nameof(Replaces)] = Replaces,
        [nameof(EffectiveOn)] = EffectiveOn?.ToString("O", CultureInfo.InvariantCulture),
        [nameof(SuggestedOn)] = SuggestedOn?.ToString("O", CultureInfo.InvariantCulture),
        [nameof(IsByHash)] = IsByHash,
        [ParticipantRow.SchemaProperty] = 1,
    };

    /// <summary>The write that says that <paramref name="next"/> has taken the place of this version, unless another has.</summary>
    internal TableTransactionAction Replaced(ParticipantKey key, string next) => new(
        TableTransactionActionType.UpdateMerge,
        new TableEntity(ParticipantKeys.Partition(key.Cycle, key.Group), ParticipantKeys.Evidence(key.Track, key.Unit, Id)) { [nameof(ReplacedBy)] = next },
        ETag);

    internal static EvidenceFile FromRow(TableEntity row)
    {
        ParticipantRow.Expect(row, newest: 1);
        return new(
            row.RowKey[(row.RowKey.LastIndexOf('|') + 1)..],
            row.GetString(nameof(Phase)),
            row.GetString(nameof(Clause)),
            row.GetString(nameof(Name)),
            row.GetString(nameof(Type)),
            row.GetString(nameof(Kind)),
            row.GetInt64(nameof(Size)) ?? 0,
            row.GetString(nameof(Sha256)),
            row.GetDateTimeOffset(nameof(ReceivedAt)) ?? default,
            row.GetString(nameof(By)))
        {
            AlsoFor = (row.GetString(nameof(AlsoFor)) ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Version = row.GetInt32(nameof(Version)) ?? 1,
            Replaces = row.GetString(nameof(Replaces)),
            EffectiveOn = Day(row.GetString(nameof(EffectiveOn))),
            SuggestedOn = Day(row.GetString(nameof(SuggestedOn))),
            ReplacedBy = row.GetString(nameof(ReplacedBy)),
            IsByHash = row.GetBoolean(nameof(IsByHash)) ?? false,
            ETag = row.ETag,
        };
    }

    private static DateOnly? Day(string? text) => text is null ? null : DateOnly.ParseExact(text, "O", CultureInfo.InvariantCulture);
}
