namespace Campaigns.Rules.Records;

/// <summary>What participants keep beside their sheets, each in its ledger.</summary>
public enum RecordKind
{
    /// <summary>特色工作: a project of its own, with goal, owner and deadline (K7).</summary>
    OwnProject,

    /// <summary>记实卡: what one member did (K13).</summary>
    RecordCard,

    /// <summary>目标分解: a piece of a target that this participant takes on (K8).</summary>
    TargetPiece,

    /// <summary>领导小组: head, member units and office (K9).</summary>
    LeadingGroup,

    /// <summary>典型经验: submitted, selected by the tier above, published (K17).</summary>
    Practice,

    /// <summary>会议: an on-site, dispatch or exchange meeting, which serves as evidence (K17).</summary>
    Meeting,
}

/// <summary>Where a record stands; only model practice goes beyond <see cref="Kept"/>.</summary>
public enum RecordStatus
{
    Kept,
    Selected,
    Published,
}

/// <summary>现场会, 调度会, 交流会.</summary>
public enum MeetingForm
{
    OnSite,
    Dispatch,
    Exchange,
}

/// <summary>
/// What a record says; its kind decides which parts it needs. <see cref="Person"/> is the owner, member, leader or head (an id or a post's name),
/// <see cref="Standard"/> what a piece is measured by, <see cref="Text"/> the goal, the deed, the responsibility, the experience or the result,
/// <see cref="On"/> the day of a meeting, of a group's being set up or of a card's deed, <see cref="Progress"/> 0 to 100, <see cref="Clause"/> the clause that
/// it is evidence for, <see cref="Evidence"/> ids of files.
/// </summary>
public sealed record RecordContent(string? Title = null, string? Text = null, string? Person = null)
{
    public string? Standard { get; init; }
    public string? Target { get; init; }
    public string? Clause { get; init; }
    public string? Place { get; init; }
    public MeetingForm? Form { get; init; }
    public DateOnly? Due { get; init; }
    public DateOnly? On { get; init; }
    public int? Progress { get; init; }
    public IReadOnlyList<string> Units { get; init => field = value ?? []; } = [];
    public IReadOnlyList<string> Evidence { get; init => field = value ?? []; } = [];
}

/// <summary>A record as it is kept: what it says, where it stands, who wrote it last and when.</summary>
public sealed record KeptRecord(RecordKind Kind, RecordContent Content, RecordStatus Status, string By, DateTimeOffset At);

/// <summary>How many records of each kind a participant keeps, and the targets of which it has taken on a piece; small enough for its row.</summary>
public sealed record RecordTally(IReadOnlyDictionary<RecordKind, int> Counts, IReadOnlyList<string> Targets)
{
    public static RecordTally None { get; } = new(new Dictionary<RecordKind, int>(), []);

    /// <summary>Record cards by the id of the period that they are of; a period without one is absent.</summary>
    public IReadOnlyDictionary<string, int> Cards { get; init => field = value ?? new Dictionary<string, int>(); } = new Dictionary<string, int>();

    /// <summary>When the leading group was set up; null while nobody has said so.</summary>
    public DateOnly? GroupSetUpOn { get; init; }

    public int Of(RecordKind kind) => Counts.GetValueOrDefault(kind);
}
