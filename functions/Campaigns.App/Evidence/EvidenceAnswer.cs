using Campaigns.App.Participants;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Evidence;

/// <summary>Evidence as answers show it.</summary>
/// <param name="Clauses">Every clause that it serves, that for which it was filed first (J10).</param>
/// <param name="OutsidePeriod">True where the day that was said lies outside the phase's period; null where none was said.</param>
/// <param name="SuggestedOn">The day on which a photo says that it was taken.</param>
/// <param name="Preview">Path of a picture without what it says of place, time and device; null where there is none.</param>
public sealed record EvidenceAnswer(
    string Id, string Phase, string Clause, IReadOnlyList<string> Clauses, string Name, string Type, string Kind, long Size, string Sha256,
    DateTimeOffset ReceivedAt, string By, string State, int Version, string? Replaces, string? ReplacedBy, DateOnly? EffectiveOn, bool? OutsidePeriod,
    DateOnly? SuggestedOn, string Content, string? Preview)
{
    /// <summary>What every upload must say (L6).</summary>
    public LocalizedText Notice { get; } = Classified;

    /// <summary>Id of the unit that filed it, where a split or merger carried its sheet over (J20); null for the participant's own.</summary>
    public string? FiledBy { get; init; }

    /// <summary>The sentence at every upload (L6).</summary>
    public static LocalizedText Classified { get; } = new("不得上传涉密文件。", "Upload no classified files.");

    internal static EvidenceAnswer Of(ParticipantScene scene, EvidenceFile file)
    {
        var phase = scene.Definition.Phases.FirstOrDefault(p => p.Id == file.Phase);
        var path = $"{scene.Path}/evidence/{file.Id}";
        return new(
            file.Id, file.Phase, file.Clause, file.Clauses, file.Name, file.Type, file.Kind, file.Size, file.Sha256, file.ReceivedAt, file.By,
            EvidenceFile.Sealed, file.Version, file.Replaces, file.ReplacedBy, file.EffectiveOn,
            file.EffectiveOn is { } on && phase?.Period is { } period ? on < period.FirstDay(scene.Cycle.Year) || on > period.LastDay(scene.Cycle.Year) : null,
            file.SuggestedOn, path + "/content", ImageStrip.Shows(file.Type) ? path + "/preview" : null);
    }
}

/// <summary>One piece of evidence with all its versions, oldest first, and what this caller may do with it (J12).</summary>
public sealed record EvidenceDetail(EvidenceAnswer Evidence, IReadOnlyList<EvidenceAnswer> Versions, IReadOnlyList<string> AllowedActions);
