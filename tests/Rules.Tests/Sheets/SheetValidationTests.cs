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
    public void Check_Mistakes_NameWhatWouldHaveBeenRight()
    {
        var content = new SheetContent(new Dictionary<string, ClauseAnswer>
        {
            ["leadership"] = new() { Points = 20.5m },
            ["nowhere"] = new(),
            ["recognised"] = new() { Recognitions = ["county", "planet", null!] },
        });

        var problems = SheetValidation.Check(Given.Standard, content);

        Assert.Equal(("0", "20"), (problems[0].Facts!["min"], problems[0].Facts!["max"]));
        Assert.Equal("nowhere", problems[1].Facts!["clause"]);
        Assert.Equal(["planet", ""], problems.Skip(2).Select(p => p.Facts!["level"]));
    }

    [Fact]
    public void Digest_OfAnyContent_IsThatOfItsCanonicalJson()
    {
        var content = new SheetContent(new Dictionary<string, ClauseAnswer>
        {
            ["b"] = new() { Recognitions = ["市", "县"], Note = "三件实事" },
            ["a"] = new() { Points = 1.50m, Yes = true, Measured = 3, Of = 4, Waived = false },
            ["c"] = null!,
        }, "小结");
        var json = """
            {"answers":{"a":{"points":"1.5","yes":true,"measured":"3","of":"4","waived":false,"recognitions":[]},"b":{"recognitions":["县","市"],"note":"三件实事"}},"text":"小结"}
            """;

        Assert.Equal(Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(json))), content.Digest());
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
