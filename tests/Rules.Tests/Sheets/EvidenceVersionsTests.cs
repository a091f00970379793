using Campaigns.Rules.Participants;
using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Sheets;

/// <summary>One file for several clauses, in the place of another, with the day of what it shows (D2, J10).</summary>
public sealed class EvidenceVersionsTests
{
    private static readonly AttachEvidence File = new("deeds", "e-1", new string('a', 64), "p-1", "photo");

    [Fact]
    public void Attach_ForSeveralClauses_CountsForEachOnce()
    {
        var decision = Given.Decide(Given.Untouched, File with { AlsoFor = ["recognised", "deeds", "recognised"] }, Given.OnTime);

        var evidence = Given.Accepted(decision).State.Phase("q1").Evidence;
        Assert.Equal((2, 1, 1), (evidence.Count, evidence["deeds"], evidence["recognised"]));
        Assert.Equal("deeds recognised", Given.Accepted(decision).Facts[0].Facts["clause"]);
        Assert.DoesNotContain("replaces", Given.Accepted(decision).Facts[0].Facts.Keys);
        Assert.DoesNotContain("effectiveOn", Given.Accepted(decision).Facts[0].Facts.Keys);
    }

    [Fact]
    public void Attach_ForAnotherClauseThatIsNone_OrOfAnotherKind_NamesThatPlace()
    {
        var unknown = Given.Decide(Given.Untouched, File with { AlsoFor = ["nowhere"] }, Given.OnTime).Refusal!;
        Assert.Equal((RefusalCode.UnknownClause, "also"), (unknown.Code, unknown.Path));
        var wrong = Given.Decide(Given.Untouched, File with { Clause = "recognised", Kind = "video", AlsoFor = ["deeds"] }, Given.OnTime).Refusal!;
        Assert.Equal((RefusalCode.EvidenceOfWrongKind, "also"), (wrong.Code, wrong.Path));
        var first = Given.Decide(Given.Untouched, File with { Clause = "nowhere" }, Given.OnTime).Refusal!;
        Assert.Equal("clause", first.Path);
    }

    [Fact]
    public void Attach_InThePlaceOfAnother_CountsInItsPlace()
    {
        var two = Given.Accept(Given.Accept(Given.Untouched, File, Given.OnTime), File with { EvidenceId = "e-2", AlsoFor = ["recognised"] }, Given.OnTime);
        var replaced = Given.Decide(
            two, File with { EvidenceId = "e-3", Replaces = new("e-2", ["deeds", "recognised"], 4), AlsoFor = ["income"] }, Given.OnTime);

        var evidence = Given.Accepted(replaced).State.Phase("q1").Evidence;
        Assert.Equal((2, 2, 1), (evidence.Count, evidence["deeds"], evidence["income"]));
        Assert.Equal(("e-2", "5"), (Given.Accepted(replaced).Facts[0].Facts["replaces"], Given.Accepted(replaced).Facts[0].Facts["version"]));
    }

    [Fact]
    public void Attach_WithADayThatHasNotCome_IsRefused_AndWithTodayTaken()
    {
        var today = new DateOnly(2026, 3, 26);
        var refused = Given.Decide(Given.Untouched, File with { EffectiveOn = today.AddDays(1), Today = today }, Given.OnTime).Refusal!;
        Assert.Equal((RefusalCode.DayInFuture, "effectiveOn", "2026-03-26"), (refused.Code, refused.Path, refused.Facts!["today"]));
        var taken = Given.Decide(Given.Untouched, File with { EffectiveOn = today, Today = today }, Given.OnTime);
        Assert.Equal("2026-03-26", Given.Accepted(taken).Facts[0].Facts["effectiveOn"]);
    }
}
