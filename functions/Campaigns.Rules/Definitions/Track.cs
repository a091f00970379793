namespace Campaigns.Rules.Definitions;

/// <summary>
/// One way to take part (B1): who enters, against which standard, how the composite score is weighted, and whether the track lets everybody
/// attain (<see cref="Attain"/>), selects a number (<see cref="Select"/>), or both (K2).
/// </summary>
public sealed record Track
{
    public required string Id { get; init; }
    public required LocalizedText Title { get; init; }
    public required Entry Enters { get; init; }
    /// <summary>Id of the <see cref="Standard"/>.</summary>
    public required string Standard { get; init; }
    /// <summary>Share of each kind of phase in the composite score; the shares sum to 1.</summary>
    public required IReadOnlyDictionary<PhaseKind, decimal> Weights { get; init; }
    public Selection? Select { get; init; }
    public Attainment? Attain { get; init; }
    /// <summary>How its panel works; null where the definition leaves it to <see cref="PanelTerms.Usual"/>.</summary>
    public PanelTerms? Panel { get; init; }
    /// <summary>What its honours are; null where they carry the track's title for good.</summary>
    public HonourTerms? Honour { get; init; }
    public ConsequenceTerms Consequences { get; init; } = ConsequenceTerms.None;
    /// <summary>What makes participants comparable for ranking within a group, points by rank and head-counts (G2, L4); null: all of the track.</summary>
    public Comparability? CompareBy { get; init; }
    /// <summary>Classes and what is to become of each during the year (B7); null where the track has none.</summary>
    public ClassTerms? Classes { get; init; }
    /// <summary>Who is moved out of and into the list of the honoured or cultivated (G6); null where that is not managed.</summary>
    public DynamicTerms? Dynamic { get; init; }
    /// <summary>Projects of its own that each participant declares (K7); null for none.</summary>
    public OwnProjects? OwnProjects { get; init; }
    /// <summary>How often record cards are kept for members (K13); null for never.</summary>
    public RecordCardRhythm? RecordCard { get; init; }
}

/// <summary>
/// Who may enter a track: units of one of <see cref="Levels"/> and, where given, of one of <see cref="Sectors"/>; or, when <see cref="Individual"/> is set,
/// people who carry that category; or, when <see cref="Cluster"/> is set, the clusters of that level (A1, A2, A4).
/// </summary>
public sealed record Entry(IReadOnlyList<string> Levels, IReadOnlyList<string> Sectors, string? Individual)
{
    /// <summary>Level of the clusters 示范群 that enter; null where units or people do.</summary>
    public string? Cluster { get; init; }
}

/// <summary>
/// Selecting 评选命名: at most <see cref="Quota"/> honours in the track; each unit of level <see cref="NominatedBy"/> nominates within <see cref="Allotted"/>;
/// <see cref="By"/> is the way of selecting (K3). <see cref="MinimumGrade"/> is the grade that makes a participant eligible, null where any score will do.
/// </summary>
public sealed record Selection(int Quota, string? NominatedBy, IntRange? Allotted, SelectionMethod By, string? MinimumGrade)
{
    /// <summary>Fewer honours than this are a shortfall, reported with its reason; the quota is a range where it is below <see cref="Quota"/> (K4).</summary>
    public int Least { get; init; } = Quota;

    /// <summary>
    /// How many more are published behind the quota as reserves 递补: each moves up, in order, into the place of one whom an objection, a merger or a department
    /// takes off the list, and needs no public notice of its own (G4).
    /// </summary>
    public int Reserve { get; init; }

    /// <summary>What counts in the choice of a track that selects on site (K3); null in the others.</summary>
    public ChoiceWeights? Weigh { get; init; }

    /// <summary>
    /// Departments, by unit id, that vet each individual of a track that selects by vetting (K3): without their word on somebody that one is not honoured, and
    /// nor is one whom they object to. Empty in the other tracks.
    /// </summary>
    public IReadOnlyList<string> VettedBy { get; init; } = [];
}

/// <summary>
/// Shares of the on-site assessment's mark and of what is known day to day 平时掌握 (kinds of phase that left scores during the year) in a choice; they sum to 1.
/// </summary>
public sealed record ChoiceWeights(decimal Assessment, IReadOnlyDictionary<PhaseKind, decimal> Known);

/// <summary>Attaining 达标创建: everybody who reaches <see cref="Grade"/> attains; <see cref="Share"/> (0–1) is the target over the track (B4).</summary>
public sealed record Attainment(string Grade, decimal? Share);

public sealed record IntRange(int From, int To);

public enum SelectionMethod
{
    /// <summary>评审会: the authority's review meeting.</summary>
    Review,
    /// <summary>实地考核: assessment on site, with what is known day to day.</summary>
    OnSite,
    /// <summary>考察: personal vetting of individuals.</summary>
    Vetting,
    /// <summary>By composite score alone.</summary>
    Score,
}
