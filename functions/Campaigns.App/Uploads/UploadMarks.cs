using Campaigns.App.Participants;

namespace Campaigns.App.Uploads;

/// <summary>Marks tell the requests of one upload apart.</summary>
internal static class UploadMarks
{
    public const int Length = 12;

    public static string Of(string invocation) => ParticipantKeys.Hash($"part\n{invocation}")[..Length];
}
