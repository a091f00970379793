using Campaigns.App.Access;
using Campaigns.App.Tests.Directory;
using Xunit;

namespace Campaigns.App.Tests.Access;

public sealed class AccessPolicyTests
{
    public static TheoryData<Act> Acts => [.. Enum.GetValues<Act>()];

    static readonly Act[] Reads = [.. Enum.GetValues<Act>().Where(a =>
        a.ToString().StartsWith("Read", StringComparison.Ordinal) || a.ToString().StartsWith("List", StringComparison.Ordinal))];

    [Theory]
    // A reporter acts for its own unit only.
    [InlineData("reporter-1", "Reporter", Act.SubmitSheet, "v-001", true)]
    [InlineData("reporter-1", "Reporter", Act.SubmitSheet, "v-002", false)]
    [InlineData("reporter-1", "Reporter", Act.SubmitSheet, "t-01", false)]
    [InlineData("reporter-t1", "Reporter", Act.SubmitSheet, "v-001", false)]
    [InlineData("leader-1", "Reporter", Act.SubmitSheet, "v-001", false)]
    [InlineData("reporter-1", "Reviewer", Act.SubmitSheet, "v-001", false)]
    [InlineData("reporter-1", "Reporter", Act.ReadSheet, "v-001", true)]
    [InlineData("reporter-1", "Reporter", Act.ReadSheet, "v-002", false)]
    [InlineData("reporter-1", "Reporter", Act.AddEvidence, "v-001", true)]
    // An individual acts for itself only.
    [InlineData("vanguard-1", "Reporter", Act.SubmitSheet, "vanguard-1", true)]
    [InlineData("vanguard-1", "Reporter", Act.SubmitSheet, "clerk-d1", false)]
    [InlineData("vanguard-1", "Reporter", Act.SubmitSheet, "v-001", false)]
    [InlineData("stranger", "Reporter", Act.SubmitSheet, "stranger", false)]
    // A reviewer reviews right below its own unit, never itself, never elsewhere.
    [InlineData("reviewer-t1", "Reviewer", Act.AcceptReview, "v-001", true)]
    [InlineData("reviewer-t1", "Reviewer", Act.AcceptReview, "vanguard-1", true)]
    [InlineData("reviewer-t1", "Reviewer", Act.AcceptReview, "v-003", false)]
    [InlineData("reviewer-t1", "Reviewer", Act.AcceptReview, "t-01", false)]
    [InlineData("reviewer-t1", "Reporter", Act.AcceptReview, "v-001", false)]
    [InlineData("reviewer-t1", "Reviewer", Act.ReturnReview, "v-001", true)]
    [InlineData("leader-t1", "Reviewer", Act.AcceptReview, "v-001", false)]
    [InlineData("office", "Reviewer", Act.AcceptReview, "v-001", false)]
    [InlineData("reviewer-t2", "Reviewer", Act.ReadSheet, "v-001", false)]
    [InlineData("leader-t1", "Reviewer", Act.ReadSheet, "v-001", true)]
    [InlineData("reporter-t1", "Reviewer", Act.ReadSheet, "v-001", false)]
    // The authority appraises what is right below it and reads all that is below it.
    [InlineData("office", "Authority", Act.AcceptReview, "t-01", true)]
    [InlineData("office", "Authority", Act.AcceptReview, "d-01", true)]
    [InlineData("office", "Authority", Act.AcceptReview, "v-001", false)]
    [InlineData("office", "Authority", Act.ReadSheet, "v-001", true)]
    [InlineData("office", "Authority", Act.StartCycle, "county", true)]
    [InlineData("office", "Authority", Act.StartCycle, "t-01", false)]
    [InlineData("leader-t1", "Authority", Act.StartCycle, "county", false)]
    [InlineData("office", "Authority", Act.WriteCampaign, "county", true)]
    [InlineData("office", "Authority", Act.ImportUnits, null, false)]
    // The administrator keeps the directory and the definitions, and reads no sheet.
    [InlineData("admin", "Administrator", Act.ImportUnits, null, true)]
    [InlineData("admin", "Administrator", Act.WriteCampaign, "county", true)]
    [InlineData("admin", "Administrator", Act.ReadSheet, "v-001", false)]
    [InlineData("admin", "Administrator", Act.StartCycle, "t-01", false)]
    // Liaison and leader see the unit that they stand by.
    [InlineData("liaison-1", "Inspector", Act.ReadSheet, "v-002", true)]
    [InlineData("liaison-1", "Inspector", Act.ReadSheet, "v-003", false)]
    [InlineData("liaison-1", "Inspector", Act.SubmitSheet, "v-002", false)]
    public void Decide_PersonRoleActAndUnit_IsAsTheContractSays(string person, string role, Act act, string? unit, bool allowed) =>
        Assert.Equal(allowed, AccessPolicy.Decide(Who(person, Enum.Parse<AppRole>(role)), act, unit, Trees.County).IsAllowed);

    [Theory]
    [MemberData(nameof(Acts))]
    public void Decide_Act_HasARow(Act act) => Assert.NotEmpty(AccessTable.RulesOf(act));

    [Theory]
    [MemberData(nameof(Acts))]
    public void Decide_Anonymous_MayDoWhatIsPublicOnly(Act act)
    {
        var decision = AccessPolicy.Decide(Caller.Anonymous, act, "v-001", Trees.County);

        Act[] open = [Act.ReadHealth, Act.ReadHonours, Act.ReadPublicPages, Act.ReadPublicNotice, Act.FileObjection, Act.FileReport, Act.CastBallot,
            Act.ReadUploadRules, Act.ReadDescription, Act.ReadFeed];
        Assert.Equal(open.Contains(act), decision.IsAllowed);
        if (!decision.IsAllowed) Assert.Equal(Denial.NotSignedIn, Assert.IsType<AccessDecision.Denied>(decision).Reason);
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public void Decide_Auditor_ReadsEverythingAndWritesNothing(Act act)
    {
        var decision = AccessPolicy.Decide(Who("auditor", AppRole.Auditor), act, "v-001", Trees.County);

        // Whoever sits on the panel scores; the rules know the panel. Anybody may object, and a dry run writes nothing. Who has no upload of its own goes on
        // with none, and to begin one is to add evidence. Who may read an archive may have it made.
        Act[] more = [Act.ValidateCampaign, Act.VerifyGroupLedger, Act.RehearseCampaign, Act.WritePanelScore, Act.FileObjection, Act.FileReport,
            Act.CastBallot, Act.ContinueUpload, Act.ReadUploadRules, Act.MakeArchive, Act.MakeCycleArchive,
            Act.WriteOwnFeed];
        Assert.Equal(Reads.Contains(act) || more.Contains(act), decision.IsAllowed);
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public void Decide_SignedInWithoutRole_TouchesNoUnit(Act act)
    {
        var decision = AccessPolicy.Decide(Who("stranger"), act, "v-001", Trees.County);

        var everybodys = AccessTable.RulesOf(act).Any(r => r.Relation is Relation.Public or Relation.SignedIn);
        Assert.Equal(everybodys, decision.IsAllowed);
    }

    [Theory]
    [MemberData(nameof(Acts))]
    public void Decide_EveryRoleWithoutAssignment_TouchesNoUnitUnlessTheRoleAloneDecides(Act act)
    {
        foreach (var role in Enum.GetValues<AppRole>())
        {
            var rules = AccessTable.RulesOf(act);
            var alone = rules.Any(r => r.Relation is Relation.Public or Relation.SignedIn || (r.Relation == Relation.Anywhere && r.Role == role));
            Assert.Equal(alone, AccessPolicy.Decide(Who("stranger", role), act, "v-001", Trees.County).IsAllowed);
        }
    }

    [Fact]
    public void Decide_UnknownAct_IsDeniedToEverybody()
    {
        var everything = Who("office", Enum.GetValues<AppRole>());

        Assert.Equal(
            Denial.RoleMissing, Assert.IsType<AccessDecision.Denied>(AccessPolicy.Decide(everything, (Act)9999, "county", Trees.County)).Reason);
    }

    [Fact]
    public void Decide_UnknownUnit_IsDenied()
    {
        var everything = Who("office", AppRole.Authority, AppRole.Reporter, AppRole.Reviewer);

        Assert.False(AccessPolicy.Decide(everything, Act.ReadSheet, "v-999", Trees.County).IsAllowed);
    }

    static Caller Who(string person, params AppRole[] roles) => new(person, person, "zh", roles.ToHashSet());
}
