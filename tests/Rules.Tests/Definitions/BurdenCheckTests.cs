using Campaigns.Rules.Definitions;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Definitions;

public sealed class BurdenCheckTests
{
    private static readonly CampaignDefinition Campaign = Given.Campaign with
    {
        Phases =
        [
            Given.Q1, Given.Summary, Given.H1, Given.Phase("plan", PhaseKind.Plan), Given.Phase("pledge", PhaseKind.Pledging),
            Given.Phase("duty", PhaseKind.DutyReport), Given.Phase("all", PhaseKind.Inspection),
            Given.Phase("some", PhaseKind.Inspection) with { Draw = new InspectionDraw(0.1m, 1, Stratum.Area, null) },
            Given.Phase("other", PhaseKind.Inspection) with { Tracks = ["other"] },
        ],
    };

    [Fact]
    public void Counts_OfATracksYear_AreItsFormsAndTheInspectionsOfEverybody() =>
        Assert.Equal((5, 1), (BurdenCheck.Forms(Campaign, "villages"), BurdenCheck.Inspections(Campaign, "villages")));

    [Fact]
    public void Inspections_OfSomeAlone_AreNobodysCertainty()
    {
        var some = Given.Phase("some", PhaseKind.Inspection) with { Draw = new InspectionDraw(0.1m, 1, Stratum.Area, null) };

        Assert.Equal(0, BurdenCheck.Inspections(Given.Campaign with { Phases = [some, some with { Id = "more" }] }, "villages"));
        // Who is a candidate nobody knows at the year's start.
        var assess = some with { Draw = InspectionDraw.All with { OfCandidates = true } };
        Assert.Equal(0, BurdenCheck.Inspections(Given.Campaign with { Phases = [assess] }, "villages"));
        Assert.Equal(
            2,
            BurdenCheck.Inspections(
                Given.Campaign with { Phases = [some with { Draw = null }, some with { Id = "more", Draw = InspectionDraw.All }] }, "villages"));
    }

    [Theory]
    [InlineData(5, 1, 0)]
    [InlineData(4, 1, 1)]
    [InlineData(5, 0, 1)]
    [InlineData(4, 0, 2)]
    public void Warnings_BeyondTheBounds_NameTheTrack(int forms, int inspections, int warnings)
    {
        var given = BurdenCheck.Warnings(Campaign with { Burden = new Burden(forms, inspections) });
        Assert.Equal(warnings, given.Count(w => w.In("en").StartsWith("track 'villages' asks for", StringComparison.Ordinal)));
        Assert.Equal("standard 'village' has 1 veto clauses", given[^1].In("en"));
    }

    [Fact]
    public void Points_OfStepsOrPlacesWithoutAny_AreNone() => Assert.Equal(
        (0m, 0m), (Given.Clause("a", new StepsRule("m", [])).Points, Given.Clause("b", new ByRankRule("m", [])).Points));

    [Theory]
    [InlineData(2026, false)]
    [InlineData(2027, true)]
    [InlineData(2028, false)]
    [InlineData(2030, true)]
    public void Recurrence_ComesFromItsFirstYearOn(int year, bool comes) => Assert.Equal(comes, new Recurrence(3, 2027).ComesIn(year));

    [Fact]
    public void Warnings_WithoutBounds_AreOnlyOfVetoes() =>
        Assert.Equal(["标准“village”有1项一票否决"], BurdenCheck.Warnings(Campaign).Select(w => w.Zh));
}
