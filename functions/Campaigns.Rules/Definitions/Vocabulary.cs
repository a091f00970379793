namespace Campaigns.Rules.Definitions;

/// <summary>The words that a definition may use where it does not choose its own; also those of the directory (A1) and of evidence.</summary>
public static class Vocabulary
{
    /// <summary>Levels of units: city 市, county 县, township 乡镇, street 街道, department 县直部门, village 村, community 社区, station 站所, branch 支部.</summary>
    public static IReadOnlyList<string> Levels { get; } =
        ["city", "county", "township", "street", "department", "village", "community", "station", "branch"];

    /// <summary>农村, 社区, 机关事业, 国有企业, 两新组织, 学校, 群团, and of the last where they are told apart: 工会, 团委, 妇联.</summary>
    public static IReadOnlyList<string> Sectors { get; } =
        ["rural", "community", "government", "state-enterprise", "new-organisations", "school", "mass-organisation", "union", "youth-league", "women"];

    /// <summary>Domains that a cluster covers (K15): the sectors, party-service centres 党员服务中心 and member households 党员中心户.</summary>
    public static IReadOnlyList<string> Domains { get; } = [.. Sectors, "service-centre", "member-household"];

    /// <summary>Levels of recognition, lowest first, for bonus clauses.</summary>
    public static IReadOnlyList<string> Recognitions { get; } = ["township", "county", "city", "province", "nation"];

    /// <summary>A level of recognition as people read it; the word itself where it is none.</summary>
    public static LocalizedText RecognitionName(string level) => level switch
    {
        "township" => new("乡镇级", "township level"),
        "county" => new("县级", "county level"),
        "city" => new("市级", "city level"),
        "province" => new("省级", "province level"),
        "nation" => new("国家级", "national level"),
        _ => new(level),
    };

    /// <summary>Kinds of evidence file.</summary>
    public static IReadOnlyList<string> EvidenceKinds { get; } = ["photo", "document", "video", "sheet"];

    public static IReadOnlyDictionary<string, PhaseKind> PhaseKinds { get; } = new Dictionary<string, PhaseKind>
    {
        ["self-check"] = PhaseKind.SelfCheck,
        ["summary"] = PhaseKind.Summary,
        ["appraisal"] = PhaseKind.Appraisal,
        ["bulletin"] = PhaseKind.Bulletin,
        ["evaluation"] = PhaseKind.Evaluation,
        ["plan"] = PhaseKind.Plan,
        ["pledging"] = PhaseKind.Pledging,
        ["inspection"] = PhaseKind.Inspection,
        ["duty-report"] = PhaseKind.DutyReport,
        ["vote"] = PhaseKind.Vote,
        ["nomination"] = PhaseKind.Nomination,
        ["panel"] = PhaseKind.Panel,
        ["public-notice"] = PhaseKind.PublicNotice,
        ["decision"] = PhaseKind.Decision,
    };

    public static IReadOnlyDictionary<string, Audience> Audiences { get; } = new Dictionary<string, Audience>
    {
        ["reporter"] = Audience.Reporter,
        ["leader"] = Audience.Leader,
        ["liaison"] = Audience.Liaison,
        ["reviewer"] = Audience.ParentReviewer,
        ["parent.leader"] = Audience.ParentLeader,
        ["authority"] = Audience.Authority,
        ["parent.reviewer"] = Audience.ParentReviewer,
        ["designated"] = Audience.Designated,
        ["organisation-member"] = Audience.OrganisationMember,
        ["leader-in-charge"] = Audience.LeaderInCharge,
        ["contact"] = Audience.Contact,
        ["instructor"] = Audience.Instructor,
        ["department"] = Audience.Department,
    };

    public static IReadOnlyDictionary<string, SelectionMethod> SelectionMethods { get; } = new Dictionary<string, SelectionMethod>
    {
        ["review"] = SelectionMethod.Review,
        ["on-site"] = SelectionMethod.OnSite,
        ["vetting"] = SelectionMethod.Vetting,
        ["score"] = SelectionMethod.Score,
    };

    public static IReadOnlyDictionary<string, Comparability> Comparabilities { get; } = new Dictionary<string, Comparability>
    {
        ["sector"] = Comparability.Sector,
        ["level"] = Comparability.Level,
        ["area"] = Comparability.Area,
    };

    public static IReadOnlyDictionary<string, ClassRate> ClassRates { get; } = new Dictionary<string, ClassRate>
    {
        ["retain"] = ClassRate.Retain,
        ["upgrade"] = ClassRate.Upgrade,
        ["convert"] = ClassRate.Convert,
    };

    public static IReadOnlyDictionary<string, Card> Cards { get; } = new Dictionary<string, Card> { ["yellow"] = Card.Yellow, ["red"] = Card.Red };

    public static IReadOnlyDictionary<string, Actor> Actors { get; } =
        new Dictionary<string, Actor> { ["self"] = Actor.Self, ["parent"] = Actor.Parent, ["authority"] = Actor.Authority };
}
