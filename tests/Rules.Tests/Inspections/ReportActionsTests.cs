using Campaigns.Rules.Inspections;
using Xunit;

namespace Campaigns.Rules.Tests.Inspections;

public sealed class ReportActionsTests
{
    private static readonly PublicReport Report = new(
        "r-1", "villages", "v-001", "台账是假的", null, null, new(2026, 5, 1, 0, 0, 0, TimeSpan.Zero));

    [Fact]
    public void Of_AWaitingReport_IsBothAnswers() => Assert.Equal([ReportAction.Pursue, ReportAction.Dismiss], ReportActions.Of(Report));

    [Theory]
    [InlineData(PublicReportState.Pursued)]
    [InlineData(PublicReportState.Dismissed)]
    public void Of_AnAnsweredReport_IsNothing(PublicReportState state) => Assert.Empty(ReportActions.Of(Report with { State = state }));
}
