using Campaigns.Rules.Archives;

namespace Campaigns.App.Archives;

/// <summary>Where an archive in the making stands.</summary>
public enum ArchiveState
{
    Making,
    Ready,
    Failed,
}

/// <summary>
/// An archive that is made in the background: of a whole cycle, or of the participant that <paramref name="Track"/> and <paramref name="Unit"/> name. One a
/// subject, the one that was asked for last; the file of the one before stays until it is ready.
/// </summary>
/// <param name="Run">Names the making: its orchestration, its parts and its file.</param>
/// <param name="AskedAt">Platform time.</param>
/// <param name="Before">The run whose file can be fetched while this one is made.</param>
public sealed record ArchiveJob(
    string Cycle, string? Track, string? Unit, string Run, ArchiveState State, string By, DateTimeOffset AskedAt, string? Before = null)
{
    public DateTimeOffset? ReadyAt { get; init; }
    public long Size { get; init; }

    /// <summary>Participants in it, and those of them whose part lacks something.</summary>
    public int Participants { get; init; }
    public int Partial { get; init; }

    /// <summary>What went wrong, where it failed.</summary>
    public string? Error { get; init; }
}

/// <summary>A background archive as its readers see it (D3).</summary>
/// <param name="Content">Where the file is fetched, in parts if need be; null until there is one.</param>
/// <param name="Partial">True where it lacks something; the manifest in it says what.</param>
public sealed record ArchiveAnswer(
    string Cycle, string? Track, string? Unit, ArchiveState State, DateTimeOffset AskedAt, DateTimeOffset? ReadyAt, long? Size, int? Participants,
    int? PartialParticipants, bool? Partial, string? Error, string? Content);

/// <summary>Who is in one part: participants of a group from one to another, both inclusive, in order of track and unit.</summary>
internal sealed record ArchivePart(string Group, string FromTrack, string FromUnit, string ToTrack, string ToUnit);

/// <summary>What was written into a part: the blocks in their order, the files, and what each participant's archive lacks.</summary>
internal sealed record WrittenPart(
    IReadOnlyList<string> Blocks, long Length, IReadOnlyList<ZipEntry> Entries, IReadOnlyList<WrittenParticipant> Participants);

internal sealed record WrittenParticipant(string Track, string Unit, string Folder, IReadOnlyList<ArchiveLack> Lacks);
