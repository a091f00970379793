using Campaigns.Rules.Definitions;

namespace Campaigns.App.Erasure;

/// <summary>Why a person is erased; who takes the posts over, or that they may be left vacant.</summary>
public sealed record EraseBody(string Reason, string? HandOverTo = null, bool LeaveVacant = false);

/// <summary>
/// What went: the person's notices and waiting deliveries, others' notices that named the person, open uploads, answers of imports, the calendar feed.
/// </summary>
public sealed record ErasedCounts(int Notices, int Deliveries, int Mentions, int Uploads, int Imports, bool Feed);

/// <summary>
/// A person was erased: when (campaign time), by whom, what went now, and, in the caller's language, what stays and why. A repeat answers with the instant of
/// the first time and what it still found.
/// </summary>
public sealed record ErasureAnswer(string Person, DateTimeOffset ErasedAt, string By, ErasedCounts Removed, IReadOnlyList<string> Remains)
{
    /// <summary>What stays; infra/backup.md says more.</summary>
    internal static IReadOnlyList<LocalizedText> Staying { get; } =
    [
        new("台账、申报、评分、表彰中该人员的标识（不含姓名）", "the person's id, without a name, in ledgers, nominations, scores and honours"),
        new("佐证材料：按保留期限保存，期满前任何人不能删除", "evidence: kept for its retention, during which nobody can delete it"),
        new("已发布的通报、已打印的证书及本人填写的文字", "bulletins that were published, certificates that were printed, and what the person or others wrote in free text"),
        new("年度归档（30天后删除）、存储的历史版本（至多104天）、备份（按其保留期限）",
            "archives (deleted after 30 days), former versions in storage (at most 104 days) and backups (for as long as they are kept)"),
    ];
}
