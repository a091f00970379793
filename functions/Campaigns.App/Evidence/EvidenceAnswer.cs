namespace Campaigns.App.Evidence;

/// <summary>Evidence as answers show it.</summary>
public sealed record EvidenceAnswer(
    string Id, string Phase, string Clause, string Name, string Type, string Kind, long Size, string Sha256, DateTimeOffset ReceivedAt, string By, string State)
{
    /// <summary>Id of the unit that filed it, where a split or merger carried its sheet over (J20); null for the participant's own.</summary>
    public string? FiledBy { get; init; }

    public static EvidenceAnswer Of(EvidenceFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        return new(
            file.Id, file.Phase, file.Clause, file.Name, file.Type, file.Kind, file.Size, file.Sha256, file.ReceivedAt, file.By, EvidenceFile.Sealed);
    }
}
