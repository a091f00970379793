using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Participants;

public sealed class RefusalMessagesTests
{
    public static TheoryData<RefusalCode> Codes => [.. Enum.GetValues<RefusalCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Of_EveryCode_HasAMessageInBothLanguages(RefusalCode code)
    {
        var message = new Refusal(code).Message;

        Assert.False(string.IsNullOrWhiteSpace(message.Zh));
        Assert.False(string.IsNullOrWhiteSpace(message.En));
        Assert.NotEqual(message.Zh, message.En);
    }

    [Fact]
    public void Of_FactsGiven_AreFilledIn()
    {
        var refusal = new Refusal(RefusalCode.AnswerOutOfRange, "answers.deeds.points", new Dictionary<string, string> { ["min"] = "0", ["max"] = "12" });

        Assert.Equal("数值应在0至12之间。", refusal.Message.Zh);
        Assert.Equal("The value must lie between 0 and 12.", refusal.Message.En);
    }

    [Fact]
    public void Of_SeveralRefusals_KeepsAllInOrder()
    {
        var refusal = Refusal.Of([new Refusal(RefusalCode.UnknownClause, "a"), new Refusal(RefusalCode.TextMissing, "b")]);

        Assert.Equal(["a", "b"], refusal!.All.Select(r => r.Path));
        Assert.Null(Refusal.Of([]));
    }
}
