using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Targets;
using Campaigns.Rules.Tests.Participants;
using Xunit;
using Outcome = Campaigns.Rules.Participants.Outcome;

namespace Campaigns.Rules.Tests.Targets;

/// <summary>The campaign's own indicators (B3, B4, K5, K6).</summary>
public sealed class TargetRulesTests
{
    private static readonly Dictionary<string, decimal> None = [];

    [Theory]
    [InlineData(9.99, TargetStatus.Below)]
    [InlineData(10, TargetStatus.Reached)]
    [InlineData(19.99, TargetStatus.Reached)]
    [InlineData(20, TargetStatus.Stretched)]
    public void AtLeast_WithAStretch(double value, TargetStatus status) => Assert.Equal(status, Number(new(TargetKind.AtLeast, 10, false, 20), value).Status);

    [Theory]
    [InlineData(179.99, TargetStatus.Below)]
    [InlineData(180, TargetStatus.Reached)]
    [InlineData(220, TargetStatus.Reached)]
    [InlineData(220.01, TargetStatus.Above)]
    public void About_WithinItsTolerance(double value, TargetStatus status) =>
        Assert.Equal(status, Number(new(TargetKind.About, 200, false, 0.1m), value).Status);

    [Theory]
    [InlineData(2, TargetStatus.Below)]
    [InlineData(3, TargetStatus.Reached)]
    [InlineData(4, TargetStatus.Above)]
    public void Exactly_AndNothingElse(double value, TargetStatus status) => Assert.Equal(status, Number(new(TargetKind.Exactly, 3, false), value).Status);

    [Theory]
    [InlineData(2, TargetStatus.Below)]
    [InlineData(3, TargetStatus.Reached)]
    [InlineData(5, TargetStatus.Reached)]
    [InlineData(6, TargetStatus.Above)]
    public void Range_BothEndsIncluded(double value, TargetStatus status) => Assert.Equal(status, Number(new(TargetKind.Range, 3, false, 5), value).Status);

    [Theory]
    [InlineData(4, 47999.99, TargetStatus.Below)]
    [InlineData(2, 24000, TargetStatus.Below)]
    [InlineData(2, 48000, TargetStatus.Reached)]
    public void AboveReference_TheMeanOfThoseWhoReport(int reporting, double sum, TargetStatus status)
    {
        var aim = new TargetAim(TargetKind.AboveReference, 0.2m, false, Reference: "income");
        var part = new TargetPart((decimal)sum, 0, reporting, 9);
        var references = new Dictionary<string, decimal> { ["income"] = 20_000 };

        var standing = TargetRules.Standing(Target(aim), part, references);

        Assert.Equal((status, 24_000m, (decimal)sum / reporting), (standing.Status, standing.Floor, standing.Value));
        Assert.Equal(TargetStatus.Unknown, TargetRules.Standing(Target(aim), part, None).Status);
        Assert.Equal(
            (TargetStatus.Unknown, null),
            (TargetRules.Standing(Target(aim), TargetPart.Zero, references).Status, TargetRules.Standing(Target(aim), TargetPart.Zero, references).Value));
    }

    [Theory]
    [InlineData("Model villages", "Model villages: share that attains")]
    [InlineData(null, null)]
    public void All_TrackThatWantsAShareToAttain_HasATargetInTheLanguagesOfItsTitle(string? en, string? expected)
    {
        var target = Assert.Single(TargetRules.All(Given.Campaign with { Tracks = [Given.Villages with { Title = new LocalizedText("示范村", en) }] }));

        Assert.Equal(("attain-villages", "示范村达标率", expected), (target.Id, target.Title.Zh, target.Title.En));
    }

    [Fact]
    public void Attained_VetoInOneOfSeveralPhases_CountsNobodyHoweverLowTheGrade()
    {
        var campaign = Given.Campaign with
        {
            Standards = [Given.Standard with { Grades = [new Grade("any", 0)] }],
            Tracks = [Given.Villages with { Attain = new Attainment("any", 0.5m) }],
        };
        var handedIn = new PhaseState { Status = SheetStatus.Submitted, Score = 90 };
        var attains = Given.Untouched.With("q2", handedIn);
        var vetoed = attains.With("q1", handedIn with { Vetoed = true });
        var target = Assert.Single(TargetRules.All(campaign));

        Assert.Equal((1m, 0m), (Share(attains), Share(vetoed)));

        decimal? Share(ParticipantState state) => TargetRules.Standing(target, TargetRules.Part(campaign, target, [state]), None).Value;
    }

    [Fact]
    public void Share_OfNothing_IsUnknown()
    {
        var aim = new TargetAim(TargetKind.AtLeast, 0.6m, true);

        Assert.Equal((0.5m, TargetStatus.Below), Known(TargetRules.Standing(Target(aim), new TargetPart(5, 10, 1, 1), None)));
        Assert.Equal((0.6m, TargetStatus.Reached), Known(TargetRules.Standing(Target(aim), new TargetPart(6, 10, 1, 1), None)));
        Assert.Equal(TargetStatus.Unknown, TargetRules.Standing(Target(aim), TargetPart.Zero, None).Status);
    }

    [Fact]
    public void Part_OfAMeasure_SumsTheLatestValues()
    {
        var participants =
            new[] { State("a", ("q1", "able", 3), ("q2", "able", 5), ("q2", "all", 6)), State("b", ("q1", "able", 2), ("q1", "all", 4)), State("c") };

        Assert.Equal(new TargetPart(7, 10, 2, 3), Part(new MeasureSource("able", "all", false), participants));
        Assert.Equal(new TargetPart(10, 0, 2, 3), Part(new MeasureSource("able", null, true), participants));
        Assert.Equal(new TargetPart(1, 3, 2, 3), Part(new ReachingSource("able", 5, false), participants));
        Assert.Equal(new TargetPart(0, 3, 2, 3), Part(new ReachingSource("able", 5.01m, false), participants));
        Assert.Equal(new TargetPart(1, 3, 2, 3), Part(new ReachingSource("able", 8, true), participants));
    }

    [Fact]
    public void Part_OfGroups_AddsUpToThatOfAll()
    {
        var participants = Enumerable.Range(0, 9).Select(i => State($"v-{i}", ("q1", "able", i), ("q1", "all", 9))).ToList();
        var source = new MeasureSource("able", "all", false);

        Assert.Equal(Part(source, participants), participants.Chunk(4).Select(c => Part(source, c)).Aggregate(TargetPart.Zero, (a, b) => a + b));
    }

    [Fact]
    public void Part_NarrowedToATrackOrLevel_LeavesTheOthersOut()
    {
        var campaign = Given.Campaign with { Tracks = [Given.Villages, Given.Villages with { Id = "towns", Enters = new Entry(["township"], [], null) }] };
        var participants = new[] { State("a"), State("b") with { Track = "towns" } };
        decimal Count(string? track, string? level) => TargetRules.Part(
            campaign, Target(new(TargetKind.AtLeast, 1, false), new CountSource(Counted.Participants)) with { Track = track, Level = level }, participants)
                .Value;

        Assert.Equal((2, 1, 1, 0), (Count(null, null), Count("towns", null), Count(null, "village"), Count("towns", "village")));
    }

    [Theory]
    [InlineData(Counted.Attained, 2)]
    [InlineData(Counted.Honoured, 1)]
    [InlineData(Counted.Listed, 1)]
    [InlineData(Counted.Class, 2)]
    public void Part_AfterTheDecision_CountsWhatItCameTo(Counted what, int count)
    {
        ParticipantState[] participants =
        [
            State("a") with { Outcome = Ended with { Attained = true, Honoured = true, Class = "good" }, Start = new YearStart("bad", true) },
            State("b") with { Outcome = Ended with { Attained = true, Listed = true, Class = "good" } },
            State("c") with { Outcome = Ended with { Class = "bad" }, Start = new YearStart("good", false) },
        ];

        Assert.Equal(new TargetPart(count, 3, 3, 3), Part(new CountSource(what, "good"), participants));
    }

    [Fact]
    public void Part_BeforeTheDecision_CountsWhereTheyStand()
    {
        ParticipantState[] participants =
        [
            Scored(80), Scored(79.99m), State("silent"), Vetoed(90),
            State("listed") with { Start = new YearStart("good", true), Outcome = new Outcome(90, false, "met", null, false, false) { Class = "bad" } },
        ];

        Assert.Equal(1, Part(new CountSource(Counted.Attained), participants).Value);
        Assert.Equal(0, Part(new CountSource(Counted.Honoured), participants).Value);
        Assert.Equal(1, Part(new CountSource(Counted.Listed), participants).Value);
        Assert.Equal(1, Part(new CountSource(Counted.Class, "good"), participants).Value);
    }

    [Fact]
    public void All_Targets_EndWithTheSharesThatAreToAttain()
    {
        var own = Target(new(TargetKind.AtLeast, 1, false));
        var campaign = Given.Campaign with
        {
            Targets = [own],
            Tracks = [Given.Villages, Given.Villages with { Id = "free", Attain = new Attainment("met", null) },
                Given.Villages with { Id = "none", Attain = null }],
        };

        var all = TargetRules.All(campaign);

        Assert.Equal(["t", "attain-villages"], all.Select(t => t.Id));
        Assert.Equal((new TargetAim(TargetKind.AtLeast, 0.65m, true), new CountSource(Counted.Attained), "villages", "示范村达标率"),
            (all[1].Aim, all[1].Source, all[1].Track, all[1].Title.Zh));
    }

    private static readonly Outcome Ended = new(90, false, "met", 1, false, false);

    private static TargetStanding Number(TargetAim aim, double value) => TargetRules.Standing(Target(aim), new TargetPart((decimal)value, 0, 1, 1), None);

    private static (decimal?, TargetStatus) Known(TargetStanding standing) => (standing.Value, standing.Status);

    private static TargetPart Part(TargetSource source, IEnumerable<ParticipantState> participants) =>
        TargetRules.Part(Given.Campaign with { Phases = [Given.Q1, Given.Q2, Given.H1] }, Target(new(TargetKind.AtLeast, 1, false), source), participants);

    private static Target Target(TargetAim aim, TargetSource? source = null) =>
        new() { Id = "t", Title = new LocalizedText("目标"), Aim = aim, Source = source ?? new MeasureSource("m", null, false) };

    private static ParticipantState State(string unit, params (string Phase, string Measure, decimal Value)[] values) => values.Aggregate(
        Given.Untouched with { Unit = unit },
        (state, v) => state.With(v.Phase, state.Phase(v.Phase) with
        {
            Measured = new Dictionary<string, decimal>(state.Phase(v.Phase).Measured ?? new Dictionary<string, decimal>()) { [v.Measure] = v.Value },
        }));

    private static ParticipantState Scored(decimal score) =>
        Given.Untouched.With("q1", new PhaseState { Status = SheetStatus.Submitted, Score = score });

    private static ParticipantState Vetoed(decimal score) =>
        Given.Untouched.With("q1", new PhaseState { Status = SheetStatus.Submitted, Score = score }).With("q2", new PhaseState { Vetoed = true });
}
