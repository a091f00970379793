using Campaigns.Rules.Definitions;
using Campaigns.Rules.Honouring;
using Campaigns.Rules.Participants;
using Xunit;

namespace Campaigns.Rules.Tests.Honouring;

public sealed class DecisionDeciderTests
{
    static readonly Phase phase = Choosing.Phase(PhaseKind.Decision);
    static readonly Phase adopting = Choosing.Phase(PhaseKind.Decision, new SelectingTerms { Unattended = Unattended.Adopt });
    static readonly IntendedList intended = new("villages", ["a", "b"], ["a", "b", "c", "d"], []);
    static readonly DecisionScene scene = new(Choosing.Track, phase, Choosing.Window(phase), intended);

    [Fact]
    public void Decide_AsIntended_NeedsMeetingAndDocumentAlone()
    {
        var decision = Choosing.Accepted(Decide(scene, ["a", "b"])).State;
        Assert.Equal(("villages", "chief", Choosing.Opens, "县委常委会", "县委〔2026〕8号", false), (decision.Track, decision.By, decision.At, decision.Meeting,
            decision.Document, decision.Unattended));
        Assert.Equal(["a", "b"], decision.Units);
        Assert.Equal("县委〔2026〕8号", decision.Basis);
    }

    [Fact]
    public void Decide_WithTheNextReserveInAFreePlace_NeedsAReasonForWhoIsLeftOutAlone()
    {
        var reserved = scene with { Intended = intended with { Reserves = ["c", "d"] } };
        Assert.Null(Decide(reserved, ["a", "c"], ("b", "撤回")).Refusal);
        Assert.Equal("departures.d", Decide(reserved, ["a", "d"], ("b", "撤回")).Refusal?.Path);
        // The first reserve cannot move up while something is open against it: the second is next.
        Assert.Null(Decide(reserved with { Open = ["c"] }, ["a", "d"], ("b", "撤回")).Refusal);
        Assert.Equal("departures.c", Decide(reserved, ["a", "b", "c"]).Refusal?.Also[0].Path);
    }

    [Fact]
    public void AtLock_WithReserves_FillsThePlacesOfThoseLeftOut_AndNoMore()
    {
        var reserved = scene with { Phase = adopting, Intended = intended with { Reserves = ["c", "d"] } };
        Assert.Equal(["a", "b"], DecisionDecider.AtLock(reserved, "engine", Choosing.Locked)!.Units);
        Assert.Equal(["b", "d"], DecisionDecider.AtLock(reserved with { Open = ["a", "c"] }, "engine", Choosing.Locked)!.Units);
    }

    [Fact]
    public void Decide_BeforeThePhaseOpens_IsRefused_LateNot()
    {
        Assert.Equal(RefusalCode.NotOpenYet, Decide(scene, ["a", "b"], now: Choosing.Opens.AddTicks(-1)).Refusal?.Code);
        Assert.Null(Decide(scene, ["a", "b"], now: Choosing.Locked.AddDays(30)).Refusal);
    }

    [Fact]
    public void Decide_WithoutMeetingOrDocument_IsRefused()
    {
        var decision = DecisionDecider.Decide(scene, new(["a", "b"], " ", null, new Dictionary<string, string>(), null, "chief"), Choosing.Opens);
        Assert.Equal(["meeting", "document"], Choosing.Paths(decision));
        var texts = DecisionDecider.Decide(
            scene, new(["a", "b"], new string('x', 9000), new string('x', 101), new Dictionary<string, string>(), new string('x', 9000), "chief"),
                Choosing.Opens);
        Assert.Equal(["meeting", "document", "shortfallReason"], Choosing.Paths(texts));
    }

    [Fact]
    public void Decide_AboveTheQuota_IsRefused()
    {
        var refusal = Decide(scene, ["a", "b", "c"], ("c", "好")).Refusal!;
        Assert.Equal((RefusalCode.QuotaExceeded, "units", "2"), (refusal.Code, refusal.Path, refusal.Facts!["quota"]));
    }

    [Fact]
    public void Decide_BelowTheQuotasLowerEnd_NeedsAReason()
    {
        Assert.Equal("shortfallReason", Decide(scene, ["a"], ("b", "撤回")).Refusal?.Path);
        var explained = DecisionDecider.Decide(
            scene, new(["a"], "会", "文", new Dictionary<string, string> { ["b"] = "撤回" }, "宁缺毋滥", "chief"), Choosing.Opens);
        Assert.Equal("宁缺毋滥", Choosing.Accepted(explained).State.ShortfallReason);
        var range = scene with { Track = Choosing.Track with { Select = Choosing.Track.Select! with { Least = 1 } } };
        Assert.Null(Decide(range, ["a"], ("b", "撤回")).Refusal);
    }

    [Fact]
    public void Decide_DepartingFromTheRanking_NeedsAReasonForEach()
    {
        Assert.Equal(["departures.b", "departures.c"], Choosing.Paths(Decide(scene, ["a", "c"])));
        Assert.Equal(["departures.b"], Choosing.Paths(Decide(scene, ["a", "c"], ("c", "现场好"), ("b", " "))));
        Assert.Equal(["departures.b"], Choosing.Paths(Decide(scene, ["a", "c"], ("c", "现场好"), ("b", new string('x', 9000)))));
        Assert.Equal(["b", "c"], Choosing.Accepted(Decide(scene, ["a", "c"], ("c", "现场好"), ("b", "调查中"))).State.Departures.Keys.Order());
    }

    [Fact]
    public void Decide_WhomItCannotHonour_IsRefusedAtItsPlace()
    {
        var vetted = scene with
        {
            Track = Choosing.Track with { Select = Choosing.Track.Select! with { Quota = 9 } },
            Open = ["b"],
            Vetting = [Reply("tax", ("c", VettingVerdict.No)), Reply("court", ("d", VettingVerdict.Hold), ("a", VettingVerdict.Yes))],
        };
        var decision = Decide(vetted, ["a", "a", "elsewhere", "b", "c", "d"], ("elsewhere", "x"), ("c", "x"), ("d", "x"));
        Assert.Equal(
            [RefusalCode.NomineeTwice, RefusalCode.NotACandidate, RefusalCode.ObjectionOpen, RefusalCode.VettingAgainst, RefusalCode.VettingAgainst],
            Choosing.Codes(decision));
        Assert.Equal(["units[1]", "units[2]", "units[3]", "units[4]", "units[5]"], Choosing.Paths(decision));
        Assert.Equal(["tax", "court"], decision.Refusal!.All.Skip(3).Select(r => r.Facts!["department"]));
    }

    [Fact]
    public void Decide_PanelHeldOrADepartmentUnheard_IsRefused()
    {
        Assert.Equal([RefusalCode.PanelBelowQuorum], Choosing.Codes(Decide(scene with { PanelHeld = true }, ["a", "b"])));
        var asking = scene with { Phase = Choosing.Phase(PhaseKind.Decision, new SelectingTerms { Vetting = ["tax", "court"] }), Vetting = [Reply("tax")] };
        var refusal = Decide(asking, ["a", "b"]).Refusal!;
        Assert.Equal((RefusalCode.VettingMissing, "court"), (refusal.Code, refusal.Facts!["departments"]));
        Assert.Null(Decide(asking with { Vetting = [Reply("tax"), Reply("court")] }, ["a", "b"]).Refusal);
    }

    [Fact]
    public void Decide_SeveralDepartmentsAgainst_NamesTheFirst()
    {
        var against = scene with { Vetting = [Reply("tax", ("a", VettingVerdict.No)), Reply("court", ("a", VettingVerdict.No))] };

        Assert.Equal("court", Decide(against, ["a", "b"]).Refusal!.Facts!["department"]);
    }

    [Fact]
    public void Decide_WhileCandidatesAreNotAssessed_IsRefused_AndAdoptedWithoutThem()
    {
        var waiting = scene with { Unassessed = ["d", "b"] };
        var refusal = Decide(waiting, ["a", "b"]).Refusal!;
        Assert.Equal((RefusalCode.AssessmentMissing, null, "2", "b, d"), (refusal.Code, refusal.Path, refusal.Facts!["count"], refusal.Facts["units"]));
        Assert.Equal(["a"], DecisionDecider.AtLock(waiting with { Phase = adopting }, "engine", Choosing.Locked)!.Units);
        Assert.Null(DecisionDecider.AtLock(waiting, "engine", Choosing.Locked));
        var many = Decide(scene with { Unassessed = [.. Enumerable.Range(10, 21).Select(i => $"u{i}")] }, ["a", "b"]).Refusal!;
        Assert.Equal(("21", "u10", "u29"), (many.Facts!["count"], many.Facts["units"][..3], many.Facts["units"][^3..]));
    }

    [Fact]
    public void Decide_EachIndividualIsVetted_NeedsAWordOnEachFromEveryDepartment()
    {
        var select = Choosing.Track.Select! with { By = SelectionMethod.Vetting, VettedBy = ["county"] };
        var vetted = scene with { Track = Choosing.Track with { Select = select } };
        Assert.Equal("county", Decide(vetted, ["a", "b"]).Refusal!.Facts!["departments"]);
        Assert.Equal(["county"], DecisionDecider.Unheard(vetted));

        var half = vetted with { Vetting = [Reply("county", ("a", VettingVerdict.Yes))] };
        var refusal = Decide(half, ["a", "b"]).Refusal!;
        Assert.Equal((RefusalCode.VettingMissing, "units[1]", "county"), (refusal.Code, refusal.Path, refusal.Facts!["departments"]));
        Assert.Empty(DecisionDecider.Unheard(half));
        Assert.Null(Decide(half with { Vetting = [Reply("county", ("a", VettingVerdict.Yes), ("b", VettingVerdict.Yes))] }, ["a", "b"]).Refusal);
        var against = Decide(half with { Vetting = [Reply("county", ("a", VettingVerdict.Yes), ("b", VettingVerdict.No))] }, ["a", "b"]).Refusal!;
        Assert.Equal(RefusalCode.VettingAgainst, against.Code);

        Assert.Equal(["a"], DecisionDecider.AtLock(half with { Phase = adopting }, "engine", Choosing.Locked)!.Units);
        Assert.Null(DecisionDecider.AtLock(vetted with { Phase = adopting }, "engine", Choosing.Locked));
    }

    [Fact]
    public void AtLock_NobodyDecided_TheListStaysIntended_UnlessTheDefinitionAdopts()
    {
        Assert.Null(DecisionDecider.AtLock(scene, "engine", Choosing.Locked));
        var adopted = DecisionDecider.AtLock(scene with { Phase = adopting }, "engine", Choosing.Locked)!;
        Assert.Equal((true, "engine", Choosing.Locked, "unattended"), (adopted.Unattended, adopted.By, adopted.At, adopted.Basis));
        Assert.Equal(["a", "b"], adopted.Units);
    }

    [Fact]
    public void AtLock_Adopting_LeavesOutWhatIsOpenOrNotAgreed_AndWaitsForPanelAndDepartments()
    {
        var adopt = scene with { Phase = adopting };
        Assert.Equal(["b"], DecisionDecider.AtLock(adopt with { Open = ["a"] }, "engine", Choosing.Locked)!.Units);
        Assert.Equal(["a"], DecisionDecider.AtLock(adopt with { Vetting = [Reply("tax", ("b", VettingVerdict.Hold))] }, "engine", Choosing.Locked)!.Units);
        Assert.Null(DecisionDecider.AtLock(adopt with { PanelHeld = true }, "engine", Choosing.Locked));
        var asking = Choosing.Phase(PhaseKind.Decision, new SelectingTerms { Unattended = Unattended.Adopt, Vetting = ["tax"] });
        Assert.Null(DecisionDecider.AtLock(scene with { Phase = asking }, "engine", Choosing.Locked));
        Assert.NotNull(DecisionDecider.AtLock(scene with { Phase = asking, Vetting = [Reply("tax")] }, "engine", Choosing.Locked));
    }

    static Decision<FinalDecision> Decide(DecisionScene scene, string[] units, params (string Unit, string Why)[] departures) =>
        Decide(scene, units, Choosing.Opens, departures);

    static Decision<FinalDecision> Decide(DecisionScene scene, string[] units, DateTimeOffset now, params (string Unit, string Why)[] departures) =>
        DecisionDecider.Decide(scene, new(units, "县委常委会", "县委〔2026〕8号", departures.ToDictionary(d => d.Unit, d => d.Why), null, "chief"), now);

    static VettingReply Reply(string department, params (string Unit, VettingVerdict Verdict)[] words) =>
        new(department, words.ToDictionary(w => w.Unit, w => new VettingWord(w.Verdict, "r")), "p", Choosing.Opens);
}
