using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Sheets;

public sealed class SheetValidationTests
{
    [Fact]
    public void Check_FullSheet_FindsNothing() => Assert.Empty(SheetValidation.Check(Given.Standard, Given.FullSheet));

    [Fact]
    public void Check_ManyMistakes_FindsEachWithItsPath()
    {
        var content = new SheetContent(new Dictionary<string, ClauseAnswer>
        {
            ["assembly"] = new() { Points = 3 },
            ["complaints"] = new() { Measured = -1 },
            ["coverage"] = new() { Yes = true },
            ["deeds"] = new() { Measured = 3, Note = new string('长', SheetValidation.MaxNote + 1) },
            ["leadership"] = new() { Points = -0.01m },
            ["nowhere"] = new(),
            ["recognised"] = new() { Recognitions = ["county", "planet"] },
            ["stability"] = new() { Recognitions = ["county"] },
        }, new string('x', SheetValidation.MaxText + 1));

        var problems = SheetValidation.Check(Given.Standard, content);

        Assert.Equal(
        [
            (RefusalCode.AnswerNotAsked, "answers.assembly.points"),
            (RefusalCode.AnswerOutOfRange, "answers.complaints.measured"),
            (RefusalCode.AnswerNotAsked, "answers.coverage.yes"),
            (RefusalCode.TextTooLong, "answers.deeds.note"),
            (RefusalCode.AnswerOutOfRange, "answers.leadership.points"),
            (RefusalCode.UnknownClause, "answers.nowhere"),
            (RefusalCode.UnknownRecognition, "answers.recognised.recognitions"),
            (RefusalCode.AnswerNotAsked, "answers.stability.recognitions"),
            (RefusalCode.TextTooLong, "text"),
        ], problems.Select(p => (p.Code, p.Path)));
    }

    [Fact]
    public void Check_ClauseSentAsNull_IsTakenAsUnanswered() =>
        Assert.Empty(SheetValidation.Check(Given.Standard, new SheetContent(new Dictionary<string, ClauseAnswer> { ["deeds"] = null! })));

    [Fact]
    public void Digest_SameContentInAnotherOrder_IsTheSame()
    {
        var one = new SheetContent(new Dictionary<string, ClauseAnswer> { ["a"] = new() { Points = 1.50m }, ["b"] = new() { Recognitions = ["x", "y"] } });
        var other = new SheetContent(new Dictionary<string, ClauseAnswer> { ["b"] = new() { Recognitions = ["y", "x"] }, ["a"] = new() { Points = 1.5m } });

        Assert.Equal(one.Digest(), other.Digest());
        Assert.NotEqual(one.Digest(), (one with { Text = "" }).Digest());
    }

    [Fact]
    public void Content_FromJsonThatLeavesThingsOut_HasNoNulls()
    {
        var content = System.Text.Json.JsonSerializer.Deserialize<SheetContent>(
            """{"answers":{"a":{"recognitions":null,"points":2}}}""", System.Text.Json.JsonSerializerOptions.Web)!;
        var empty = System.Text.Json.JsonSerializer.Deserialize<SheetContent>("{}", System.Text.Json.JsonSerializerOptions.Web)!;

        Assert.Empty(content.Answers["a"].Recognitions);
        Assert.Equal(2, content.Answers["a"].Points);
        Assert.Empty(empty.Answers);
    }
}
