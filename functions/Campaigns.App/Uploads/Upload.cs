using Azure;
using Campaigns.App.Evidence;

namespace Campaigns.App.Uploads;

/// <summary>Whom, and which clause of which phase, a file is for.</summary>
public sealed record UploadPurpose(string Cycle, string Track, string Unit, string Phase, string Clause)
{
    /// <summary>What else was said of the file when it was begun.</summary>
    public EvidenceTerms Terms { get; init; } = EvidenceTerms.None;
}

/// <summary>
/// A run of bytes that came in one request and lies staged, block by block. <paramref name="Mark"/> is that request's own, so that another request at the same
/// offset cannot replace what was accepted.
/// </summary>
public readonly record struct UploadPart(long Offset, long Length, string Mark)
{
    public long End => Offset + Length;
}

/// <summary>
/// A file on its way in (D1): begun, resumed, finished or dropped. What it says of <see cref="Parts"/> was staged before it was written, so that
/// <see cref="Offset"/> never promises bytes that are not there.
/// </summary>
/// <param name="Id">Begins with the day on which it expires, so that what is over can be swept as a range.</param>
/// <param name="Person">Who began it, the only one who may go on.</param>
/// <param name="Name">The file's name, cleaned.</param>
/// <param name="Length">Bytes in all.</param>
/// <param name="Metadata">What the client told about the file, as it told it.</param>
/// <param name="ExpiresAt">Platform time after which nothing more is taken.</param>
/// <param name="Direct">The bytes go straight to the blob; <see cref="Parts"/> stay empty.</param>
/// <param name="Evidence">Path of the evidence that it has become; null until then.</param>
public sealed record Upload(
    string Id, string Person, UploadPurpose Purpose, string Name, long Length, string Metadata, DateTimeOffset ExpiresAt, bool Direct = false,
    string? Evidence = null)
{
    /// <summary>The largest file that comes in pieces or straight to the blob: 2 GB.</summary>
    public const long MaxLength = 2L * 1024 * 1024 * 1024;

    /// <summary>The most requests that one file may come in: its row keeps a line of each.</summary>
    public const int MaxParts = 1000;

    /// <summary>The most uploads that one person may have open of those begun on one day.</summary>
    public const int MostOpen = 200;

    /// <summary>How long an upload may take, in platform time; what it has staged is kept no longer.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromDays(6);

    public IReadOnlyList<UploadPart> Parts { get; init; } = [];

    public ETag ETag { get; init; }

    /// <summary>Bytes taken so far.</summary>
    public long Offset => Evidence is not null ? Length : Parts.Count == 0 ? 0 : Parts[^1].End;

    /// <summary>Name of the blob, in quarantine, that the bytes come into.</summary>
    public string Blob => $"uploads/{Id}";

    /// <summary>With <paramref name="length"/> more bytes that the request <paramref name="mark"/> has staged.</summary>
    public Upload With(string mark, long length) => Parts is [.., var last] && last.Mark == mark
        ? this with { Parts = [.. Parts.SkipLast(1), last with { Length = last.Length + length }] }
        : this with { Parts = [.. Parts, new(Offset, length, mark)] };
}
