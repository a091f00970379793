using Campaigns.App.Storage;
using Campaigns.Rules.Participants;

namespace Campaigns.App.Cycles;

/// <summary>
/// The roster of a cycle, frozen when it starts: one blob a group, written before the cycle row, so that enrolling a group twice, or months later, enrols
/// the same participants.
/// </summary>
public sealed class Enrolment(CampaignBlobs blobs)
{
    /// <summary>Id of the milestone that enrols; it has no phase and stands before all others.</summary>
    public const string MilestoneId = "cycle|enrol";

    public async Task WriteRosterAsync(string cycle, string group, IReadOnlyList<ParticipantState> participants, CancellationToken cancellationToken) =>
        await blobs.Documents.GetBlobClient(Name(cycle, group))
            .UploadAsync(StorageJson.WriteData(participants), overwrite: true, cancellationToken);

    public async Task<IReadOnlyList<ParticipantState>> ReadRosterAsync(string cycle, string group, CancellationToken cancellationToken)
    {
        var content = await blobs.Documents.GetBlobClient(Name(cycle, group)).DownloadContentAsync(cancellationToken);
        return StorageJson.ReadData<List<ParticipantState>>(content.Value.Content);
    }

    private static string Name(string cycle, string group) => $"rosters/{cycle}/{group}.json";
}
