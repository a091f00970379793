using Campaigns.Rules.Definitions;
using Campaigns.Rules.Inspections;
using Campaigns.Rules.Ledger;
using FsCheck;
using FsCheck.Fluent;
using Xunit;

namespace Campaigns.Rules.Tests.Inspections;

public sealed class SampleDrawTests
{
    private static readonly InspectionDraw Tenth = new(0.1m, 1, Stratum.Area, null);

    private static readonly string A = string.Concat(Enumerable.Repeat("ab", 32));
    private static readonly string B = string.Concat(Enumerable.Repeat("0f", 32));
    private static readonly string C = new('f', 64);

    // Three townships with 25, 10 and 1 villages.
    private static readonly IReadOnlyList<DrawCandidate> Field =
        [.. Villages("t-1", 25), .. Villages("t-2", 10), .. Villages("t-3", 1)];

    [Fact]
    public void Draw_OfATenth_TakesTheShareOfEachTownshipRoundedUp()
    {
        var sample = SampleDraw.Draw("seed", Tenth, Field);
        Assert.Equal([3, 1, 1], sample.GroupBy(c => c.Area).Select(g => g.Count()));
        Assert.Equal(5, sample.Count);
    }

    [Fact]
    public void Draw_WithTheSameSeed_IsTheSameInWhateverOrder()
    {
        var sample = SampleDraw.Draw("seed", Tenth, Field);
        Assert.Equal(sample, SampleDraw.Draw("seed", Tenth, Field.Reverse()));
        Assert.NotEqual(sample, SampleDraw.Draw("another", Tenth, Field));
    }

    [Fact]
    public void Draw_ByTheStatedMethod_CanBeRepeatedByHand()
    {
        var expected = Field.Where(c => c.Area == "t-1").OrderBy(c => Convert.ToHexStringLower(
            System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes($"seed\n{c.Track}/{c.Unit}"))), StringComparer.Ordinal).Take(3);
        Assert.Equal(expected.Select(c => c.Unit).Order(StringComparer.Ordinal),
            SampleDraw.Draw("seed", Tenth, Field).Where(c => c.Area == "t-1").Select(c => c.Unit));
    }

    [Theory]
    [InlineData("0.1", 1, 25, 3)]
    [InlineData("0.1", 1, 20, 2)]
    [InlineData("0.1", 5, 20, 5)]
    [InlineData("0.1", 5, 3, 3)]
    [InlineData("0", 0, 20, 0)]
    [InlineData("1", 0, 20, 20)]
    public void Wanted_OfAStratum_LiesBetweenMinimumAndMembers(string share, int least, int members, int wanted) =>
        Assert.Equal(
            wanted,
            SampleDraw.Wanted(Tenth with { Share = decimal.Parse(share, System.Globalization.CultureInfo.InvariantCulture), AtLeast = least }, members));

    [Fact]
    public void Draw_PerParentOrTrack_CutsTheFieldDifferently()
    {
        Assert.Equal(4, SampleDraw.Draw("seed", Tenth with { Per = Stratum.Track }, Field).Count);
        var twoParents = Field.Select((c, i) => c with { Parent = i % 2 == 0 ? "a" : "b" }).ToList();
        Assert.Equal([2, 2], SampleDraw.Draw("seed", Tenth with { Per = Stratum.Parent }, twoParents).GroupBy(c => c.Parent).Select(g => g.Count()).Order());
        var twoTracks = Field.Concat(Field.Select(c => c with { Track = "other" }));
        Assert.Equal(10, SampleDraw.Draw("seed", Tenth, twoTracks).Count);
    }

    [Fact]
    public void Seed_DependsOnEveryLedgerAndNotOnTheirOrder()
    {
        Assert.Equal(Seed("c", "p", A, B), Seed("c", "p", B, A));
        Assert.NotEqual(Seed("c", "p", A, B), Seed("c", "p", A, C));
        Assert.NotEqual(Seed("c", "p", A, A), Seed("c", "p", A));
        Assert.NotEqual(Seed("c", "p", A), Seed("c", "q", A));
        Assert.NotEqual(Seed("c", "p", A), Seed("d", "p", A));
        Assert.Equal(32, Seed("c", "p").Length);
    }

    [Fact]
    public void Seed_ByTheStatedMethod_CanBeRepeatedByHand() => Assert.Equal(Hash($"c\np\n{B}\n{A}")[..32], Seed("c", "p", A, B));

    [Fact]
    public void Seed_OfGivenHeads_IsTheOneOfEveryYearBefore()
    {
        Assert.Equal("7c1a2581188aee50f5404d54b283375c", Seed("c", "p", A, C, B, new string('0', 64)));
        Assert.Equal("f6e2c6bf13f3705ee8d91170f26b9c15", Seed("three-2026", "inspection"));
    }

    [Theory]
    [InlineData("0", 0, 0)]
    [InlineData("0.1", 0, 9)]
    [InlineData("0.1", 20, 41)]
    [InlineData("0.5", 1, 41)]
    [InlineData("1", 0, 80)]
    public void Draw_OfManyStrata_IsWhatOrderingEachOfThemWholeTakes(string share, int least, int expected)
    {
        List<DrawCandidate> field = [.. Villages("t-1", 1), .. Villages("t-2", 20), .. Villages("t-3", 59)];
        var draw = new InspectionDraw(decimal.Parse(share, System.Globalization.CultureInfo.InvariantCulture), least, Stratum.Area, null);
        var ordered = field.GroupBy(c => c.Area)
            .SelectMany(g => g.OrderBy(c => Hash($"s\n{c.Track}/{c.Unit}"), StringComparer.Ordinal).Take(SampleDraw.Wanted(draw, g.Count())))
            .OrderBy(c => c.Unit, StringComparer.Ordinal).ToList();

        Assert.Equal(ordered, SampleDraw.Draw("s", draw, field));
        Assert.Equal(expected, ordered.Count);
    }

    [Fact]
    public void Draw_OfSeveralTracks_StandsInOrderOfTrackAndUnit()
    {
        DrawCandidate[] field = [new("z", "u-1", "t", "t"), new("a", "u-2", "t", "t"), new("z", "u-0", "t", "t"), new("a", "u-3", "t", "t")];

        var sample = SampleDraw.Draw("seed", InspectionDraw.All, field);

        Assert.Equal(["a/u-2", "a/u-3", "z/u-0", "z/u-1"], sample.Select(c => c.Key));
        Assert.Equal(["a/u-2", "a/u-3", "z/u-0", "z/u-1"],
            SampleDraw.Assign("seed", InspectionDraw.All, [.. sample.Reverse()], []).Select(d => d.Participant.Key));
    }

    [Fact]
    public void Assign_ByTheStatedMethod_CanBeRepeatedByHand()
    {
        // In order of the hash of seed and key; each goes to whoever has the fewest visits, then by the hash with the inspector behind the key.
        string[] inspectors = ["a", "b", "c"];
        var visits = inspectors.ToDictionary(i => i, _ => 0);
        var expected = new Dictionary<string, string>();
        foreach (var candidate in Field.OrderBy(c => Hash($"seed\n{c.Key}"), StringComparer.Ordinal))
        {
            var chosen = inspectors.OrderBy(i => visits[i]).ThenBy(i => Hash($"seed\n{candidate.Key}\n{i}"), StringComparer.Ordinal).First();
            visits[chosen]++;
            expected[candidate.Key] = chosen;
        }

        var drawn = SampleDraw.Assign("seed", InspectionDraw.All, Field, [.. inspectors.Select(i => Inspector(i))]);

        Assert.Equal(expected.OrderBy(e => e.Key), drawn.ToDictionary(d => d.Participant.Key, d => d.Inspector!).OrderBy(e => e.Key));
    }

    [Fact]
    public void Assign_WithoutALoad_SpreadsEvenlyAndNeverToOwnPeople()
    {
        var inspectors = new[] { Inspector("a"), Inspector("b", "t-1-01", "t-1-02"), Inspector("c") };
        var drawn = SampleDraw.Assign("seed", InspectionDraw.All, Field, inspectors);
        Assert.Equal([12, 12, 12], drawn.GroupBy(d => d.Inspector).Select(g => g.Count()));
        Assert.DoesNotContain(drawn, d => d.Inspector == "b" && d.Participant.Unit is "t-1-01" or "t-1-02" && d.Inspector == "b");
        Assert.Equal(Field.OrderBy(c => c.Unit, StringComparer.Ordinal), drawn.Select(d => d.Participant));
    }

    [Fact]
    public void Assign_WithALoad_LeavesTheRestToTheOffice()
    {
        var drawn = SampleDraw.Assign("seed", InspectionDraw.All with { Load = 5 }, Field, [Inspector("a"), Inspector("b")]);
        Assert.Equal(26, drawn.Count(d => d.Inspector is null));
        Assert.Equal([5, 5], drawn.Where(d => d.Inspector is not null).GroupBy(d => d.Inspector).Select(g => g.Count()));
    }

    [Fact]
    public void Assign_WithNobodyElse_AssignsNobody()
    {
        Assert.Null(Assert.Single(SampleDraw.Assign("seed", Tenth, [Field[0]], [Inspector("a", Field[0].Unit)])).Inspector);
        Assert.Null(Assert.Single(SampleDraw.Assign("seed", Tenth, [Field[0] with { Unit = "a" }], [Inspector("a")])).Inspector);
        Assert.Null(Assert.Single(SampleDraw.Assign("seed", Tenth, [Field[0]], [])).Inspector);
    }

    [Fact]
    public void Draw_AnyField_IsPartOfItAndMeetsEveryStratum()
    {
        var cases = from share in Gen.Choose(0, 100) from least in Gen.Choose(0, 4) from sizes in Gen.ListOf(Gen.Choose(1, 30), 4) select (share, least, sizes);
        Prop.ForAll(cases.ToArbitrary(), c =>
        {
            var field = c.sizes.SelectMany((n, i) => Villages($"t-{i}", n)).ToList();
            var draw = new InspectionDraw(c.share / 100m, c.least, Stratum.Area, null);
            var sample = SampleDraw.Draw("s", draw, field);
            return sample.Distinct().Count() == sample.Count && sample.All(field.Contains)
                && c.sizes.Select((n, i) => sample.Count(s => s.Area == $"t-{i}") == SampleDraw.Wanted(draw, n)).All(x => x);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Method_IsToldInBothLanguages()
    {
        Assert.Contains("SHA-256", SampleDraw.Method.Zh, StringComparison.Ordinal);
        Assert.Contains("SHA-256", SampleDraw.Method.En, StringComparison.Ordinal);
    }

    private static string Seed(string cycle, string phase, params string[] heads) => SampleDraw.Seed(cycle, phase, [.. heads.Select(Digest.Parse)]);

    private static string Hash(string text) =>
        Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(System.Text.Encoding.UTF8.GetBytes(text)));

    private static IEnumerable<DrawCandidate> Villages(string township, int count) =>
        Enumerable.Range(1, count).Select(i => new DrawCandidate("villages", $"{township}-{i:D2}", township, township));

    private static InspectorCandidate Inspector(string person, params string[] own) => new(person, own.ToHashSet());
}
