using Campaigns.App.Http;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.App.Tests.Http;

public sealed class RefusalProblemsTests
{
    public static TheoryData<RefusalCode> Codes => [.. Enum.GetValues<RefusalCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void StatusOf_EveryRefusal_IsAClientError(RefusalCode code) => Assert.True(RefusalProblems.StatusOf(code) is 403 or 409 or 422);

    [Fact]
    public void From_SeveralRefusals_HasTheFirstsCodeAndEveryPath()
    {
        var refusal = Refusal.Of(
        [
            new(RefusalCode.UnknownClause, "answers.deeds2", new Dictionary<string, string> { ["clause"] = "deeds2" }),
            new(RefusalCode.AnswerMissing, "answers.deeds"),
        ])!;

        var problem = Assert.IsType<ProblemAnswer>(Problems.From(refusal, "en")).Value;

        Assert.Equal((422, "unknownClause"), (problem.Status, problem.Code));
        Assert.Equal("urn:campaigns:problem:unknownClause", problem.Type);
        Assert.Equal(["answers.deeds", "answers.deeds2"], problem.Errors!.Keys.Order());
        Assert.Contains("deeds2", problem.Errors["answers.deeds2"][0], StringComparison.Ordinal);
    }

    [Fact]
    public void From_RefusalWithoutPath_HasNoErrors()
    {
        var problem = Assert.IsType<ProblemAnswer>(Problems.From(new(RefusalCode.AlreadyAccepted), "zh")).Value;

        Assert.Equal((409, "alreadyAccepted", "考评已完成。"), (problem.Status, problem.Code, problem.Detail));
        Assert.Null(problem.Errors);
    }
}
