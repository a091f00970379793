using System.Text;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Ledger;
using Campaigns.Rules.Webhooks;
using Xunit;

namespace Campaigns.Rules.Tests.Webhooks;

public sealed class WebhookRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 4, 1, 8, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Signature_OfTheConventionsOwnExample_IsAsPublished()
    {
        // From the Standard Webhooks specification's reference libraries.
        var secret = Convert.FromBase64String("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw");
        var signature = WebhookSignature.Of(
            [secret], "msg_p5jXN8AQM9LWM0D4loKWxJek", DateTimeOffset.FromUnixTimeSeconds(1614265330), Encoding.UTF8.GetBytes("""{"test": 2432232314}"""));
        Assert.Equal("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=", signature);
        Assert.Equal("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", WebhookSignature.Show(secret));
    }

    [Fact]
    public void Signature_WithTwoSecrets_HoldsBoth()
    {
        byte[] first = [1, 2, 3], second = [4, 5, 6];
        var both = WebhookSignature.Of([first, second], "e", Now, "{}"u8);
        Assert.Equal($"{WebhookSignature.Of([first], "e", Now, "{}"u8)} {WebhookSignature.Of([second], "e", Now, "{}"u8)}", both);
        Assert.NotEqual(WebhookSignature.Of([first], "e", Now.AddSeconds(1), "{}"u8), WebhookSignature.Of([first], "e", Now, "{}"u8));
    }

    [Fact]
    public void Retry_WaitsLongerEachTime_AndGivesUpAfterTheTenth()
    {
        var waits = Enumerable.Range(1, 9).Select(n => WebhookRetry.NextAt(n, Now)!.Value - Now).ToList();
        Assert.Equal(waits.Order(), waits);
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromHours(24)), (waits[0], waits[^1]));
        Assert.Equal(10, WebhookRetry.MaxTries);
        Assert.Null(WebhookRetry.NextAt(10, Now));
    }

    [Fact]
    public void Retry_FollowsTheReceiversWish_WithinADay()
    {
        Assert.Equal(Now.AddMinutes(10), WebhookRetry.NextAt(1, Now, TimeSpan.FromMinutes(10)));
        Assert.Equal(Now.AddMinutes(1), WebhookRetry.NextAt(1, Now, TimeSpan.FromSeconds(5)));
        Assert.Equal(Now.AddHours(24), WebhookRetry.NextAt(1, Now, TimeSpan.FromDays(30)));
    }

    [Fact]
    public void Webhook_ThatHasFailedForFiveDays_IsSwitchedOff()
    {
        Assert.False(WebhookRetry.SwitchesOff(null, Now));
        Assert.False(WebhookRetry.SwitchesOff(Now.AddDays(-5).AddSeconds(1), Now));
        Assert.True(WebhookRetry.SwitchesOff(Now.AddDays(-5), Now));
    }

    [Theory]
    [InlineData("*", true)]
    [InlineData("participant.*", true)]
    [InlineData("cycle.phaseLocked", true)]
    [InlineData("participant.", false)]
    [InlineData("participant", false)]
    [InlineData("webhook.ping", false)]
    [InlineData("cycle.*x", false)]
    [InlineData("cycle.phaseLocked\n", false)]
    [InlineData("", false)]
    public void Pattern_IsAKindOrAWholeGroupOrAll(string text, bool valid) => Assert.Equal(valid, WebhookKinds.IsPattern(text));

    [Fact]
    public void Subscription_MatchesWhatItNames()
    {
        const string Submitted = "participant.sheetSubmitted";
        Assert.True(WebhookKinds.Matches(["*"], Submitted));
        Assert.True(WebhookKinds.Matches(["cycle.*", "participant.*"], Submitted));
        Assert.True(WebhookKinds.Matches([Submitted], Submitted));
        Assert.False(WebhookKinds.Matches(["cycle.*"], Submitted));
        Assert.False(WebhookKinds.Matches(["participant.sheet"], Submitted));
        Assert.False(WebhookKinds.Matches([], Submitted));
    }

    [Fact]
    public void Kind_OfEveryActAndMilestone_CanBeSubscribed_ApartFromReportsOfThePublic()
    {
        Assert.Equal("participant.sheetReturned", WebhookKinds.OfAct(Acts.SheetReturned));
        Assert.Null(WebhookKinds.OfAct(Acts.PublicReportReceived));
        Assert.Null(WebhookKinds.OfMilestone(MilestoneKind.Remind, PhaseKind.SelfCheck));
        Assert.Equal("cycle.noticePublished", WebhookKinds.OfMilestone(MilestoneKind.Open, PhaseKind.PublicNotice));
        Assert.Equal("cycle.phaseOpened", WebhookKinds.OfMilestone(MilestoneKind.Open, PhaseKind.SelfCheck));
        var kinds = Enum.GetValues<MilestoneKind>().Select(k => WebhookKinds.OfMilestone(k, null)).OfType<string>().ToList();
        Assert.Equal(kinds.Distinct(), kinds);
        Assert.All(kinds.Append(WebhookKinds.OfAct(Acts.SheetSubmitted)!), k => Assert.True(WebhookKinds.IsPattern(k)));
        Assert.Equal(15, kinds.Count);
    }
}
