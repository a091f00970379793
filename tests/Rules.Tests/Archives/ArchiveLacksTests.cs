using Campaigns.Rules.Archives;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Tests.Cycles;
using Xunit;

namespace Campaigns.Rules.Tests.Archives;

public sealed class ArchiveLacksTests
{
    private static readonly ParticipantState Village = new() { Track = "village", Unit = "v-1", Parent = "t", Area = "t" };

    [Fact]
    public void Of_AnUntouchedYear_NamesEveryReportAndAppraisal_AndTheDecision()
    {
        var lacks = ArchiveLacks.Of(Year.Definition, Village);
        Assert.Equal(
            Year.Definition.PhasesOf("village").Where(p => p.Kind.IsSheet()).Select(p => p.Id),
            lacks.Where(l => l.Kind == LackKind.NotHandedIn).Select(l => l.Phase));
        Assert.Equal(
            Year.Definition.PhasesOf("village").Where(p => p.Kind == PhaseKind.Appraisal).Select(p => p.Id),
            lacks.Where(l => l.Kind == LackKind.NotAppraised).Select(l => l.Phase));
        Assert.Single(lacks, l => l.Kind == LackKind.NotDecided);
    }

    [Theory]
    [InlineData(SheetStatus.Submitted, false)]
    [InlineData(SheetStatus.Returned, false)]
    [InlineData(SheetStatus.Accepted, false)]
    [InlineData(SheetStatus.Silent, true)]
    [InlineData(SheetStatus.Open, true)]
    public void Of_APhase_LacksWhatWasNotHandedIn(SheetStatus status, bool lacks) =>
        Assert.Equal(lacks, ArchiveLacks.Of(Year.Definition, Village.With("q3", new() { Status = status })).Any(l => l.Phase == "q3"));

    [Fact]
    public void Of_APhaseFulfilledWithoutAReport_LacksNothing()
    {
        var state = Village.With("q3", new() { Fulfilled = Fulfilment.NilReturn }).With("h", new() { Fulfilled = Fulfilment.NotApplicable });
        Assert.DoesNotContain(ArchiveLacks.Of(Year.Definition, state), l => l.Phase is "q3" or "h");
    }

    [Fact]
    public void Of_ADecidedYear_DoesNotLackTheDecision()
    {
        var decided = Village with { Outcome = new(1, false, null, 1, true, false) };
        Assert.DoesNotContain(ArchiveLacks.Of(Year.Definition, decided), l => l.Kind == LackKind.NotDecided);
    }
}
