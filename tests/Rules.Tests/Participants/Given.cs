using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Xunit;

namespace Campaigns.Rules.Tests.Participants;

/// <summary>A small campaign, its windows and participants in named states.</summary>
internal static class Given
{
    /// <summary>When the self-check q1 opens.</summary>
    public static readonly DateTimeOffset Opening = new(2026, 3, 25, 0, 0, 0, TimeSpan.Zero);

    public static readonly PhaseWindow Window = new("q1", "2026Q1", Opening, Opening.AddDays(10), Opening.AddDays(13), Opening.AddDays(18));
    public static readonly PhaseWindow AppraisalWindow = new(
        "h1", "2026S1", Opening.AddDays(100), Opening.AddDays(115), Opening.AddDays(115), Opening.AddDays(120));
    public static readonly DateTimeOffset OnTime = Window.OpensAt!.Value.AddDays(1);
    public static readonly DateTimeOffset InGrace = Window.DueAt!.Value.AddDays(1);
    public static readonly DateTimeOffset Late = Window.GraceUntil!.Value.AddDays(1);
    public static readonly DateTimeOffset Locked = Window.LockedAt!.Value.AddMinutes(2);
    public static readonly DateTimeOffset Reviewing = AppraisalWindow.OpensAt!.Value.AddDays(1);
    public static readonly DateTimeOffset ReworkUntil = Reviewing.AddDays(5);

    public static readonly Reviewer Reviewer = new("p-reviewer", ["t-01"]);

    private static readonly Dictionary<string, decimal> ByLevel = new() { ["county"] = 2, ["city"] = 3, ["province"] = 5 };

    public static readonly Standard Standard = new()
    {
        Id = "village",
        Scale = 100,
        Grades = [new Grade("excellent", 90), new Grade("met", 80)],
        Sections =
        [
            new Section("service", new LocalizedText("办实事"), 20,
            [
                Clause("deeds", new MeasureRule("deeds", 3, 12), new EvidenceRequirement(3, ["photo", "document"])),
                Clause("coverage", new StepsRule("coverage", [new Step(80, 4), new Step(95, 8)])),
                Clause("recognised", new BonusRule(ByLevel, 5), new EvidenceRequirement(1, [])),
            ]),
            new Section("team", new LocalizedText("班子"), 30,
            [
                Clause("leadership", new PointsRule(20)),
                Clause("assembly", new YesNoRule(15)),
            ]),
            new Section("growth", new LocalizedText("发展"), 50,
            [
                Clause("income", new MeasureRule("income", 30, 50)),
                Clause("complaints", new DeductionRule("complaints", 2, 6)),
                Clause("stability", new VetoRule("incidents", 0)),
            ]),
        ],
    };

    public static readonly Phase Q1 = Phase("q1", PhaseKind.SelfCheck);
    public static readonly Phase Q2 = Phase("q2", PhaseKind.SelfCheck);
    public static readonly Phase Summary = Phase("s1", PhaseKind.Summary);
    public static readonly Phase H1 = Phase("h1", PhaseKind.Appraisal) with { By = Actor.Parent, Covers = ["q1", "q2"] };

    public static readonly Track Villages = new()
    {
        Id = "villages",
        Title = new LocalizedText("示范村"),
        Enters = new Entry(["village"], [], null),
        Standard = "village",
        Weights = new Dictionary<PhaseKind, decimal> { [PhaseKind.SelfCheck] = 0.4m, [PhaseKind.Appraisal] = 0.6m },
        Select = new Selection(2, null, null, SelectionMethod.Score, "met"),
        Attain = new Attainment("met", 0.65m),
    };

    public static readonly CampaignDefinition Campaign = new()
    {
        Id = "contest",
        Title = new LocalizedText("三级联争"),
        Authority = new Authority("county", "Asia/Shanghai", "cn", new TimeOnly(8, 0), new TimeOnly(18, 0)),
        Programme = new Programme(2026, 2028, new Dictionary<int, LocalizedText>()),
        Tracks = [Villages],
        Standards = [Standard],
        Phases = [Q1, Q2, H1],
        Ladders = [],
    };

    /// <summary>Everything answered as well as can be, without bonus, deduction or veto: 100 points where the evidence is there.</summary>
    public static readonly SheetContent FullSheet = new(new Dictionary<string, ClauseAnswer>
    {
        ["deeds"] = new() { Measured = 3 },
        ["coverage"] = new() { Measured = 95 },
        ["leadership"] = new() { Points = 20 },
        ["assembly"] = new() { Yes = true },
        ["income"] = new() { Measured = 30 },
        ["complaints"] = new() { Measured = 0 },
        ["stability"] = new() { Measured = 0 },
    });

    public static readonly AppraisalContent FullAppraisal = new(new Dictionary<string, decimal>
    {
        ["deeds"] = 10,
        ["coverage"] = 8,
        ["leadership"] = 18,
        ["assembly"] = 10,
        ["income"] = 40,
    }, Comment: "实地看过");

    public static readonly IReadOnlyDictionary<string, int> AllEvidence = new Dictionary<string, int> { ["deeds"] = 3, ["recognised"] = 1 };

    public static ParticipantState Untouched => new() { Track = "villages", Unit = "v-001", Parent = "t-01", Area = "t-01" };
    public static ParticipantState SubmittedOnTime => Accept(Untouched, new Submit(FullSheet, "p-1"), OnTime);
    public static ParticipantState SilentAfterLock => Accept(Untouched, new LockPhase(), Locked);
    public static ParticipantState ReturnedForRework => Review(SubmittedOnTime, new ReturnForRework("q1", "材料不实", ReworkUntil, Reviewer));
    public static ParticipantState Appraised => Review(SubmittedOnTime, new AcceptAppraisal(FullAppraisal, Reviewer));

    public static Clause Clause(string id, ClauseRule rule, EvidenceRequirement? evidence = null) =>
        new() { Id = id, Text = new LocalizedText(id), Rule = rule, Evidence = evidence };

    public static Phase Phase(string id, PhaseKind kind) => new()
    {
        Id = id,
        Kind = kind,
        Title = new LocalizedText(id),
        Period = new Period(PeriodKind.Quarter, 1),
        By = Actor.Self,
        Tracks = [],
        Covers = [],
        Opens = new When(Anchor.End, Offset.None),
    };

    public static Decision<ParticipantState> Decide(ParticipantState state, SheetCommand command, DateTimeOffset now, Phase? phase = null) =>
        SheetDecider.Decide(state, phase ?? Q1, Window, command, now, Standard);

    public static Decision<ParticipantState> DecideReview(ParticipantState state, AppraisalCommand command, DateTimeOffset? now = null) =>
        AppraisalDecider.Decide(state, H1, AppraisalWindow, command, now ?? Reviewing, Standard);

    public static ParticipantState Accept(ParticipantState state, SheetCommand command, DateTimeOffset now) => Accepted(Decide(state, command, now)).State;

    public static ParticipantState Review(ParticipantState state, AppraisalCommand command) => Accepted(DecideReview(state, command)).State;

    public static Accepted<ParticipantState> Accepted(Decision<ParticipantState> decision) => Assert.IsType<Accepted<ParticipantState>>(decision);

    public static IEnumerable<string> ActsOf(Decision<ParticipantState> decision) => Accepted(decision).Facts.Select((LedgerFact f) => f.Act);
}
