using Campaigns.App.Directory;
using Campaigns.App.Ledger;
using Campaigns.App.Uploads;

namespace Campaigns.Local.Backup;

/// <summary>A range of partitions, from inclusive, to exclusive; null for no bound.</summary>
internal sealed record PartitionRange(string? From = null, string? To = null);

/// <summary>One thing that a backup copies, named once and for all: its parts stand in the manifest under that name.</summary>
internal abstract record BackupStep(string Name);

/// <summary>Partitions of a table, range after range.</summary>
/// <param name="Steady">Whether each partition is read as it stood at one instant; else row by row, where no row says anything about another.</param>
internal sealed record TableStep(string Name, string Table, bool Steady, params IReadOnlyList<PartitionRange> Ranges) : BackupStep(Name);

/// <summary>The blobs of a container whose names begin with <paramref name="Prefix"/>, but for those that <paramref name="Except"/> begins.</summary>
internal sealed record BlobStep(string Name, string Container, string Prefix = "", params IReadOnlyList<string> Except) : BackupStep(Name);

/// <summary>
/// What is copied, in the order in which it must be read while the app goes on writing. A partition is read as it stood at one instant; between partitions,
/// this order keeps what a backup holds mendable: whatever says that something is done is read before what was done, whatever is written first and taken
/// away later is read before what replaces it, and what only points at something is read after it.
/// </summary>
internal static class BackupPlan
{
    static readonly PartitionRange[] All = [new()];

    public static IReadOnlyList<BackupStep> Steps { get; } =
    [
        // An anchor ahead of its chain would look like a chain that was cut off: anchors first. They are written once and never again.
        new BlobStep("anchors", "documents", AnchorStore.Folder),
        // A deadline's hint is there before the deadline and goes after it was acted on: looked at before the deadlines and once more after them.
        new TableStep("due-before", "DueIndex", false, All),
        // "Done" before what was done: a milestone that is not done yet is run again over what is there, and adds what is missing. Uploads that are under way
        // are left out: their bytes are in quarantine, in blocks that nobody can read before they are complete.
        new TableStep("cycles", "Cycles", true, new(null, UploadStore.Partition), new(UploadStore.Partition + "!")),
        new TableStep("honours", "Honours", true, All),
        new TableStep("selection", "Selection", true, All),
        new TableStep("participants", "Participants", true, All),
        // Acts leave what they have to tell in their own partition until it is a notice; items stay until they are.
        new TableStep("items", "Items", true, All),
        new TableStep("notices", "Notices", true, All),
        new TableStep("webhooks", "Webhooks", true, All),
        new TableStep("participation", "Participation", false, All),
        new TableStep("campaigns", "Campaigns", true, All),
        // A change of the directory writes its entry before its row: rows first.
        new TableStep("directory", "Directory", true, new(null, DirectoryKeys.LedgerRange), new(DirectoryKeys.LedgerRange + "g")),
        new TableStep("directory-ledger", "Directory", true, new PartitionRange(DirectoryKeys.LedgerRange, DirectoryKeys.LedgerRange + "g")),
        new TableStep("due-after", "DueIndex", false, All),
        // A blob is there before the row that names it. The directory's picture is made anew from its rows.
        new BlobStep("documents", "documents", "", AnchorStore.Folder, DirectoryCache.BlobName),
        new BlobStep("evidence", "evidence"),
    ];

    /// <summary>Containers that are not copied: quarantine, and archives, which are made again when somebody asks.</summary>
    public static IReadOnlyList<string> LeftOut { get; } = ["incoming", "archives"];
}
