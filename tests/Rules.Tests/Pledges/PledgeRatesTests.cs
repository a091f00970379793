using Campaigns.Rules.Definitions;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Pledges;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Pledges;

public sealed class PledgeRatesTests
{
    private static readonly Phase Pledging = Given.Phase("pledge", PhaseKind.Pledging) with
    {
        Pledges = PledgeRules.Usual with { Publish = 1, KeptByOrganisations = 0.95m, KeptByMembers = 0.9m },
    };

    [Fact]
    public void Of_CountsByKindAndTogether_WithWhoPledgedNothingAsOneUnpublished()
    {
        var rates = PledgeRates.Of(Pledging,
        [
            With(new(new(3, 3, 0, 2, 1), new(4, 3, 1, 2, 0))), With(new(new(1), PledgeCounts.None)), With(null), With(PledgeTally.None),
            With(new(new(9, 9, 0, 9), PledgeCounts.None)) with { Track = "other" },
        ]);
        Assert.Equal((4 + 1, 2), (rates.Expected, rates.Pledged));
        Assert.Equal((new PledgeCounts(13, 12, 0, 11, 1), 92.31m, 91.67m, 95m), (rates.Organisation.Counts, rates.Organisation.PublishedRate!.Value,
            rates.Organisation.KeptRate!.Value, rates.Organisation.KeptTarget!.Value));
        Assert.Equal((false, true), (rates.Organisation.KeptReached!.Value, rates.Member.KeptReached!.Value));
        Assert.Equal((75m, 100m, 90m), (rates.Member.PublishedRate!.Value, rates.Member.KeptRate!.Value, rates.Member.KeptTarget!.Value));
        Assert.Equal((17, 92.86m, null), (rates.Overall.Counts.Made, rates.Overall.KeptRate!.Value, rates.Overall.KeptTarget));
        // 15 of 17 made, and two that pledged nothing.
        Assert.Equal((78.95m, 100m, false), (rates.PublicationRate!.Value, rates.PublicationTarget!.Value, rates.PublicationReached!.Value));
    }

    [Fact]
    public void Of_OtherTracks_AreLeftOut()
    {
        var rates = PledgeRates.Of(Pledging with { Tracks = ["villages"] }, [With(null) with { Track = "other" }]);
        Assert.Equal((0, null, null), (rates.Expected, rates.PublicationRate, rates.PublicationReached));
    }

    [Fact]
    public void Of_NothingDecidedOrAskedFor_HasNoRateAndNothingReached()
    {
        var rates = PledgeRates.Of(Pledging with { Pledges = null }, [With(new(new(1, 1), PledgeCounts.None))]);
        Assert.Equal(
            (null, null, null, 100m), (rates.Organisation.KeptRate, rates.Organisation.KeptTarget, rates.Organisation.KeptReached, rates.PublicationRate));
        Assert.Null(rates.PublicationReached);
        Assert.Null(rates.Member.PublishedRate);
        Assert.Null(PledgeRates.Of(Pledging, [With(new(new(1, 1), PledgeCounts.None))]).Organisation.KeptReached);
        Assert.Null((PledgeRates.Of(Pledging with { Pledges = null }, [With(new(new(1, 1, 0, 1), PledgeCounts.None))])).Organisation.KeptReached);
    }

    [Fact]
    public void Reached_ExactlyTheTarget_IsReached()
    {
        var rates = PledgeRates.Of(Pledging, [With(new(new(20, 20, 0, 19, 1), new(10, 10, 0, 9, 1)))]);
        Assert.True(rates.Organisation.KeptReached);
        Assert.True(rates.Member.KeptReached);
        Assert.True(rates.PublicationReached);
    }

    [Fact]
    public void Tally_AddsUp()
    {
        var sum = new PledgeTally(new(1, 2, 3, 4, 5), new(1)) + new PledgeTally(new(10, 20, 30, 40, 50), new(2, 2));
        Assert.Equal(new PledgeTally(new(11, 22, 33, 44, 55), new(3, 2)), sum);
        Assert.Equal((sum.Organisation, sum.Member), (sum.Of(PledgeKind.Organisation), sum.Of(PledgeKind.Member)));
        Assert.Equal(44m / 99, sum.Fulfilment);
        Assert.Null(PledgeTally.None.Fulfilment);
        Assert.Equal(0m, new PledgeTally(new(Broken: 1), PledgeCounts.None).Fulfilment);
        Assert.Equal(0.5m, new PledgeTally(new(Kept: 2, Broken: 2), PledgeCounts.None).Fulfilment);
    }

    private static ParticipantState With(PledgeTally? tally) => Given.Untouched with { Pledges = tally };
}
