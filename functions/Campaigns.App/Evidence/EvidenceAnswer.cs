namespace Campaigns.App.Evidence;

/// <summary>Evidence as answers show it.</summary>
public sealed record EvidenceAnswer(
    string Id, string Phase, string Clause, string Name, string Type, string Kind, long Size, string Sha256, DateTimeOffset ReceivedAt, string By, string State)
{
    public static EvidenceAnswer Of(EvidenceFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new(
            file.Id, file.Phase, file.Clause, file.Name, file.Type, file.Kind, file.Size, file.Sha256, file.ReceivedAt, file.By, EvidenceFile.Sealed);
    }
}
