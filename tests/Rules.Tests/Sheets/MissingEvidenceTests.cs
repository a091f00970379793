using Campaigns.Rules.Sheets;
using Campaigns.Rules.Tests.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Sheets;

public sealed class MissingEvidenceTests
{
    private static readonly Dictionary<string, int> None = [];

    [Fact]
    public void Of_NothingAnswered_AsksForScoredClausesOnly() =>
        Assert.Equal(new Dictionary<string, int> { ["deeds"] = 3 }, MissingEvidence.Of(Given.Standard, None));

    [Fact]
    public void Of_SomeFilesThere_TellsHowManyAreMissing() =>
        Assert.Equal(1, MissingEvidence.Of(Given.Standard, new Dictionary<string, int> { ["deeds"] = 2 }, Given.FullSheet)["deeds"]);

    [Fact]
    public void Of_EnoughFiles_IsEmpty() => Assert.Empty(MissingEvidence.Of(Given.Standard, Given.AllEvidence, Given.FullSheet));

    [Fact]
    public void Of_BonusClaimed_AsksForItsEvidence()
    {
        var content = new SheetContent(new Dictionary<string, ClauseAnswer> { ["recognised"] = new() { Recognitions = ["county"] } });

        Assert.Equal(1, MissingEvidence.Of(Given.Standard, None, content)["recognised"]);
    }

    [Fact]
    public void Of_AnswerThatClaimsNothing_MissesNothing()
    {
        var content = new SheetContent(new Dictionary<string, ClauseAnswer> { ["deeds"] = new() { Measured = 0 } });

        Assert.Empty(MissingEvidence.Of(Given.Standard, None, content));
    }
}
