using Campaigns.Rules.Definitions;
using Campaigns.Rules.Panels;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Panels;

public sealed class PanelAssignerTests
{
    static readonly PanelTerms terms = new(3, 2, 0, 100, PanelNormalisation.None, 5);

    [Theory]
    [InlineData("p-9", "", "", true)] // itself
    [InlineData("p-1", "v-1", "", true)] // own unit
    [InlineData("p-1", "t-1", "", true)] // superior unit
    [InlineData("p-1", "t-2", "", false)]
    [InlineData("p-1", "", "v-1", true)] // declared
    [InlineData("p-1", "", "t-1", true)] // declared of the unit above
    [InlineData("p-1", "", "v-2", false)]
    public void Conflict_IsOwnSuperiorOrDeclared(string person, string unit, string declared, bool conflicts)
    {
        var candidate = new PanelCandidate(person == "p-9" ? "p-9" : "v-1", ["t-1"]);
        Assert.Equal(conflicts, new PanelMember(person, [unit], [declared]).ConflictsWith(candidate));
    }

    [Fact]
    public void Assign_GivesEachCandidateItsMembers_AndSpreadsTheLoad()
    {
        var assignment = PanelAssigner.Assign("s", Candidates(20), Members(6), terms, PanelAssignment.Empty);
        Assert.All(assignment.Members.Values, m => Assert.Equal(3, m.Distinct().Count()));
        Assert.All(assignment.Members.SelectMany(m => m.Value).GroupBy(p => p), g => Assert.Equal(10, g.Count()));
        Assert.Empty(assignment.BelowQuorum);
    }

    [Fact]
    public void Assign_SameSeed_SameAssignment_WhateverTheOrder_AnotherSeedAnother()
    {
        var one = Text(PanelAssigner.Assign("s", Candidates(20), Members(6), terms, PanelAssignment.Empty));
        Assert.Equal(one, Text(PanelAssigner.Assign("s", [.. Enumerable.Reverse(Candidates(20))], [.. Enumerable.Reverse(Members(6))], terms,
            PanelAssignment.Empty)));
        Assert.NotEqual(one, Text(PanelAssigner.Assign("t", Candidates(20), Members(6), terms, PanelAssignment.Empty)));
    }

    [Fact]
    public void Assign_NobodyAboveItsLoad_TheRestIsBelowQuorum()
    {
        var assignment = PanelAssigner.Assign("s", Candidates(5), Members(3), terms with { Load = 4 }, PanelAssignment.Empty);
        Assert.All(assignment.Members.SelectMany(m => m.Value).GroupBy(p => p), g => Assert.InRange(g.Count(), 1, 4));
        Assert.Equal(12, assignment.Members.Sum(m => m.Value.Count));
        Assert.Equal(assignment.Members.Where(m => m.Value.Count < 2).Select(m => m.Key).Order(StringComparer.Ordinal), assignment.BelowQuorum);
        Assert.Single(assignment.BelowQuorum);
    }

    [Fact]
    public void Assign_ThoseWithTheFewestPossibleMembers_ComeFirst()
    {
        // Only a and b may score v-01; with a load of one each they must not be spent on the others.
        PanelMember[] members = [new("a", [], []), new("b", [], []), new("c", ["v-01"], []), new("d", ["v-01"], [])];
        var assignment = PanelAssigner.Assign("s", Candidates(2), members, terms with { Members = 2, Load = 1 }, PanelAssignment.Empty);
        Assert.Equal(["a", "b"], assignment.Members["v-01"]);
        Assert.Equal(["c", "d"], assignment.Members["v-02"]);
    }

    [Fact]
    public void Assign_AMemberIsExcused_OnlyItsWorkMoves()
    {
        var members = Members(6);
        var before = PanelAssigner.Assign("s", Candidates(20), members, terms, PanelAssignment.Empty);
        var excused = members.Select(m => m.Person == "m-1" ? m with { Excused = new PanelExcuse("病假", true) } : m).Append(new PanelMember("m-9", [], []));
        var after = PanelAssigner.Assign("s", Candidates(20), [.. excused], terms, before);

        foreach (var (unit, people) in before.Members)
            Assert.Subset(after.Members[unit].ToHashSet(), people.Where(p => p != "m-1").ToHashSet());
        Assert.DoesNotContain(after.Members, m => m.Value.Contains("m-1"));
        Assert.All(after.Members.Values, m => Assert.Equal(3, m.Count));
        // The new one starts with nothing and takes what the other left.
        Assert.Equal(10, after.Members.Count(m => m.Value.Contains("m-9")));
    }

    [Fact]
    public void Assign_AConflictDeclaredLater_TakesTheCandidateAway()
    {
        var before = PanelAssigner.Assign("s", Candidates(1), Members(3), terms, PanelAssignment.Empty);
        var after = PanelAssigner.Assign("s", Candidates(1), [.. Members(3).Select(m => m.Person == "m-2" ? m with { Conflicts = ["v-01"] } : m)], terms,
            before);
        Assert.Equal(["m-1", "m-2", "m-3"], before.Members["v-01"]);
        Assert.Equal(["m-1", "m-3"], after.Members["v-01"]);
    }

    [Fact]
    public void Assign_FewerMembersAsked_KeepsNoMore() =>
        Assert.Equal(2, PanelAssigner.Assign(
            "s", Candidates(1), Members(3), terms with { Members = 2 },
            PanelAssigner.Assign("s", Candidates(1), Members(3), terms, PanelAssignment.Empty)).Members["v-01"].Count);

    [Fact]
    public void Assign_Nobody_LeavesEveryCandidateBelowQuorum() =>
        Assert.Equal(["v-01", "v-02"], PanelAssigner.Assign("s", Candidates(2), [], terms, PanelAssignment.Empty).BelowQuorum);

    [Fact]
    public void Assign_Always_IsFreeOfConflictsWithinTheLoadAndComplete() => Prop.ForAll(
        Gen.Choose(1, 12).ToArbitrary(), Gen.Choose(0, 6).ToArbitrary(), Gen.Choose(0, 10_000).ToArbitrary(), (candidates, size, seed) =>
        {
            var random = Enumerable.Range(0, size)
                .Select(m => new PanelMember($"m-{m}", [$"v-{(seed + m) % 12:D2}"], [$"v-{seed * (m + 1) % 12:D2}"], (seed + m) % 5 == 0
                    ? new PanelExcuse("r", true) : null))
                .ToList();
            var all = Candidates(candidates);
            var assignment = PanelAssigner.Assign($"{seed}", all, random, terms with { Load = 1 + seed % 6 }, PanelAssignment.Empty);
            var byPerson = random.ToDictionary(m => m.Person);
            return assignment.Members.Count == candidates
                && all.All(c => assignment.Members[c.Unit].All(p => byPerson[p].Excused is null && !byPerson[p].ConflictsWith(c)))
                && assignment.Members.SelectMany(m => m.Value).GroupBy(p => p).All(g => g.Count() <= 1 + seed % 6)
                && assignment.Members.Values.All(m => m.Count <= 3 && m.Distinct().Count() == m.Count);
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void Draw_IsTheSameOnEveryMachine() => Assert.Equal(0x1981u, PanelAssigner.Draw("seed", "v-1", "m-1") >> 48);

    static List<PanelCandidate> Candidates(int count) => [.. Enumerable.Range(1, count).Select(n => new PanelCandidate($"v-{n:D2}", ["t-1"]))];

    static List<PanelMember> Members(int count) => [.. Enumerable.Range(1, count).Select(n => new PanelMember($"m-{n}", [], []))];

    static string Text(PanelAssignment assignment) =>
        string.Join('\n', assignment.Members.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}: {string.Join(' ', m.Value)}"));
}
