using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;

namespace Campaigns.Rules.Tests.Honouring;

/// <summary>A track that is nominated, scored by a panel, published and decided.</summary>
internal static class Choosing
{
    public static readonly DateTimeOffset Opens = new(2026, 12, 1, 1, 0, 0, TimeSpan.Zero);
    public static readonly DateTimeOffset Due = Opens.AddDays(5);
    public static readonly DateTimeOffset Locked = Due.AddDays(2);

    public static readonly Standard Standard = new()
    {
        Id = "village",
        Scale = 100,
        Grades = [new Grade("excellent", 90), new Grade("met", 80)],
        Sections = [new Section("all", new LocalizedText("全部"), 100, [new Clause { Id = "one", Text = new LocalizedText("一"), Rule = new PointsRule(100) }])],
    };

    public static readonly Track Track = new()
    {
        Id = "villages",
        Title = new LocalizedText("示范村"),
        Enters = new Entry(["village"], [], null),
        Standard = "village",
        Weights = new Dictionary<PhaseKind, decimal> { [PhaseKind.SelfCheck] = 1 },
        Select = new Selection(2, "township", new IntRange(1, 2), SelectionMethod.Review, "met"),
    };

    public static Phase Phase(PhaseKind kind, SelectingTerms? terms = null) => new()
    {
        Id = kind.ToString().ToLowerInvariant(),
        Kind = kind,
        Title = new LocalizedText("阶段"),
        Period = new Period(PeriodKind.Year, 1),
        By = kind.UsualActor(),
        Tracks = [],
        Covers = [],
        Opens = new When(Anchor.Start, Offset.None),
        Due = new When(Anchor.End, Offset.None),
        Selecting = terms ?? SelectingTerms.None,
    };

    public static readonly Phase Check = Phase(PhaseKind.SelfCheck);

    public static readonly CampaignDefinition Campaign = new()
    {
        Id = "contest",
        Title = new LocalizedText("争创"),
        Authority = new Authority("county", "Asia/Shanghai", "cn", new TimeOnly(8, 0), new TimeOnly(18, 0)),
        Programme = new Programme(2026, 2028, new Dictionary<int, LocalizedText>()),
        Tracks = [Track],
        Standards = [Standard],
        Phases = [Check, Phase(PhaseKind.Nomination), Phase(PhaseKind.Panel), Phase(PhaseKind.PublicNotice), Phase(PhaseKind.Decision)],
        Ladders = [],
    };

    public static PhaseWindow Window(Phase phase) => new(phase.Id, "2026", Opens, Due, Due, Locked);

    public static ParticipantState Village(string unit, decimal? score = 85, bool vetoed = false, SelectionState? selection = null) => new ParticipantState
    {
        Track = Track.Id,
        Unit = unit,
        Parent = "t-1",
        Area = "t-1",
        Selection = selection,
        Outcome = score is null ? null : new Outcome(score.Value, vetoed, null, 1, false, false),
    }.With(Check.Id, score is null ? PhaseState.Untouched : new PhaseState { Status = SheetStatus.Submitted, Score = score, Vetoed = vetoed });

    public static IReadOnlyList<RefusalCode> Codes<T>(Decision<T> decision) => decision.Refusal is { } refusal ? [.. refusal.All.Select(r => r.Code)] : [];

    public static IReadOnlyList<string?> Paths<T>(Decision<T> decision) => [.. decision.Refusal!.All.Select(r => r.Path)];

    public static Accepted<T> Accepted<T>(Decision<T> decision) => Xunit.Assert.IsType<Accepted<T>>(decision);
}
