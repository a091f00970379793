using Campaigns.Rules.Archives;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Pledges;

namespace Campaigns.App.Archives;

/// <summary>The words of archives, in both languages.</summary>
internal static class ArchiveWords
{
    public static LocalizedText Partial { get; } = new("本档案不完整，缺少以下内容：", "This archive is partial. It lacks:");

    public static LocalizedText Of(LackKind kind) => kind switch
    {
        LackKind.NotHandedIn => new("未报送", "not handed in"),
        LackKind.NotAppraised => new("上级尚未考评", "not appraised yet"),
        LackKind.FileMissing => new("文件已缺失", "the file is missing"),
        LackKind.FileDamaged => new("文件与封存时不一致", "the file is not what was sealed"),
        _ => new("年度结果尚未确定", "the year is not decided yet"),
    };

    public static LocalizedText Of(SheetStatus status) => status switch
    {
        SheetStatus.Open => new("未报送", "open"),
        SheetStatus.Submitted => new("已报送", "handed in"),
        SheetStatus.Returned => new("退回修改", "returned"),
        SheetStatus.Accepted => new("已认可", "accepted"),
        _ => new("逾期未报", "silent"),
    };

    public static LocalizedText Of(Timeliness? timeliness) => timeliness switch
    {
        null => new(""),
        Timeliness.OnTime => new("按时", "on time"),
        Timeliness.InGrace => new("宽限期内", "in grace"),
        Timeliness.Late => new("迟报", "late"),
        _ => new("其他", "other"),
    };

    public static LocalizedText Of(ExtensionState state) => state switch
    {
        ExtensionState.Requested => new("已申请", "requested"),
        ExtensionState.Granted => new("已批准", "granted"),
        _ => new("未批准", "refused"),
    };

    public static LocalizedText Of(PledgeStatus status) => status switch
    {
        PledgeStatus.Made => new("已作出", "made"),
        PledgeStatus.Published => new("已公开", "published"),
        PledgeStatus.Reported => new("已报告", "reported"),
        PledgeStatus.Kept => new("已兑现", "kept"),
        _ => new("未兑现", "broken"),
    };

    public static LocalizedText Of(FindingState state) => state switch
    {
        FindingState.Open => new("待整改", "open"),
        FindingState.Fixed => new("已整改待核", "fixed, to be verified"),
        FindingState.Rejected => new("整改未通过", "fix rejected"),
        FindingState.Closed => new("已销号", "closed"),
        _ => new("弄虚作假", "falsified"),
    };

    /// <summary>The page of the archive that says how it is checked, for people who have nothing but the archive.</summary>
    public const string ReadMe = """
        本文件夹是一份档案，可离线核验。
        index.html      可阅读、可打印的全部内容
        record.json     同样内容，供程序读取
        ledger.jsonl    操作留痕，每行一条，顺序即先后
        evidence/       佐证材料原件
        manifest.json   清单：每份佐证的散列、大小、条款、版本、报送人和时间，以及档案缺少的内容
        SHA256SUMS      所有文件的 SHA-256

        核验文件：在本文件夹中运行    sha256sum -c SHA256SUMS
        核验留痕：第一条的 prev 等于 manifest.json 中 ledger.start；每条的 hash =
        SHA-256(上一条的 hash 的 64 个 ASCII 字符 + 本条 text 的 UTF-8 字节)，十六进制小写；
        本条 text 中的 prev 等于上一条的 hash；最后一条的 hash 等于 ledger.head。

        This folder is an archive that can be checked offline.
        index.html      all of it, to be read and printed
        record.json     the same for programs
        ledger.jsonl    the ledger, an entry a line, oldest first
        evidence/       the files as they were handed in
        manifest.json   of each file hash, size, clause, version, by whom and when; and what the archive lacks
        SHA256SUMS      SHA-256 of every file

        To check the files, run in this folder:    sha256sum -c SHA256SUMS
        To check the ledger: the first entry's prev is ledger.start in manifest.json; the hash of each is
        SHA-256(the 64 ASCII characters of the previous hash + the UTF-8 bytes of its text), in lower-case hex;
        prev in its text is the previous hash; the last hash is ledger.head.

        """;

    /// <summary>The same for the archive of a whole cycle.</summary>
    public const string CycleReadMe = """
        本文件夹是一个年度的完整档案，可离线核验。各参评对象的档案在 participants/ 下，各有清单和 SHA256SUMS。
        index.html      日程、排名、通报
        definition.txt  本年度所用的创建活动定义
        ranking/ selection/ bulletins/ ledgers/   排名、评选、通报、分组操作留痕
        manifest.json   参评对象一览，以及各自缺少的内容
        核验：在本文件夹中运行    sha256sum -c SHA256SUMS
        留痕的核验方法见任一参评对象的 README.txt；分组留痕的第一条 prev 为 64 个 0。

        This folder is the archive of a year and can be checked offline. Each participant's is below participants/.
        index.html      calendar, rankings, bulletins
        definition.txt  the campaign's definition that the year went by
        ranking/ selection/ bulletins/ ledgers/   rankings, the choice, bulletins, the chains of groups
        manifest.json   the participants, and what the archive of each lacks
        To check it, run in this folder:    sha256sum -c SHA256SUMS
        How ledgers are checked stands in any participant's README.txt; a group's first entry has 64 zeros for prev.

        """;
}
