using Campaigns.App.Evidence;
using Campaigns.App.Participants;
using Campaigns.Rules.Archives;

namespace Campaigns.App.Archives;

/// <summary>A file of evidence with its place in the archive; <paramref name="Lack"/> says why it is not in it.</summary>
internal sealed record PlannedFile(FiledEvidence Evidence, string Path, LackKind? Lack);

/// <summary>What a participant's archive is going to hold. All but ledger and evidence is there already.</summary>
/// <param name="Time">When the last fact was recorded: the time of every file that is no evidence.</param>
internal sealed record ArchivePlan(
    StoredParticipant Participant, DateTimeOffset Time, string Zone, ArchivedParticipant Record, IReadOnlyList<PlannedFile> Files,
    IReadOnlyList<ArchiveLack> Lacks)
{
    public bool Partial => Lacks.Count > 0;

    /// <summary>Bytes of evidence.</summary>
    public long Size => Files.Where(f => f.Lack is null).Sum(f => f.Evidence.File.Size);

    /// <summary>The folder, and the name of the file without its extension.</summary>
    public string Folder => ArchivePath.Segment($"{Participant.Key.Cycle}_{Participant.Key.Track}_{Participant.Key.Unit}");

    /// <summary>The name under which it is saved; a partial archive says so.</summary>
    public string FileName => Partial ? $"{Folder}_不完整_partial.zip" : $"{Folder}.zip";

    /// <summary>An instant as a ZIP's clock shows it, that of the authority's zone.</summary>
    public DateTime Clock(DateTimeOffset instant) => TimeZoneInfo.ConvertTime(instant, TimeZoneInfo.FindSystemTimeZoneById(Zone)).DateTime;
}
