using Campaigns.Rules.Archives;
using Campaigns.Rules.Definitions;

namespace Campaigns.App.Archives;

/// <summary>What a participant's archive holds and lacks (D3, J18). <see cref="Partial"/> where it lacks anything.</summary>
public sealed record ArchiveManifest(
    string Cycle, string Track, string Unit, bool Partial, IReadOnlyList<ManifestLack> Lacks, ManifestLedger Ledger, IReadOnlyList<ManifestFile> Evidence);

/// <summary>Something that the archive lacks, and why, for people.</summary>
public sealed record ManifestLack(LackKind Kind, string? Phase, string? Evidence, string? Name, LocalizedText Why)
{
    internal static ManifestLack Of(ArchiveLack lack) => new(lack.Kind, lack.Phase, lack.Evidence, lack.Name, ArchiveWords.Of(lack.Kind));
}

/// <summary>The chain: the hash that its first entry follows, the number of entries and the hash of the last.</summary>
public sealed record ManifestLedger(string Start, long Entries, string Head);

/// <summary>A piece of evidence; <see cref="Path"/> is null where the file is not in the archive.</summary>
/// <param name="Sha256">As it was sealed.</param>
/// <param name="FiledBy">Id of the unit under whose name it was filed.</param>
public sealed record ManifestFile(
    string Id, string? Path, string Name, string Type, long Size, string Sha256, string Phase, IReadOnlyList<string> Clauses, int Version, string By,
    DateTimeOffset ReceivedAt, DateOnly? EffectiveOn, string FiledBy);
