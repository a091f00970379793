using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.Rules.People;
using Xunit;

namespace Campaigns.App.Tests.Directory;

/// <summary>Stand-ins (I1): inside its dates a delegation gives what the absent person has, and nothing before, after or beyond.</summary>
public sealed class DelegationTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    private static readonly DateTimeOffset From = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);
    private static readonly Delegation Week = new("d1", "clerk-d1", From, From.AddDays(7), [], "休假");
    private static readonly Caller StandIn = new("clerk-d1", "clerk-d1", "zh", new HashSet<AppRole> { AppRole.Reviewer, AppRole.Reporter });

    [Fact]
    public void May_OfAStandIn_IsTheAbsentPersonsInsideTheDatesOnly()
    {
        var tree = With("reviewer-t1", Week);

        bool May(DateTimeOffset at) => AccessPolicy.Decide(StandIn, Act.AcceptReview, "v-001", tree.At(at)).IsAllowed;

        Assert.False(AccessPolicy.Decide(StandIn, Act.AcceptReview, "v-001", tree).IsAllowed);
        Assert.False(May(From.AddTicks(-1)));
        Assert.True(May(From));
        Assert.True(May(From.AddDays(7).AddTicks(-1)));
        Assert.False(May(From.AddDays(7)));
        Assert.False(AccessPolicy.Decide(StandIn, Act.AcceptReview, "v-003", tree.At(From)).IsAllowed);
        Assert.True(AccessPolicy.Decide(new("reviewer-t1", "r", "zh", new HashSet<AppRole> { AppRole.Reviewer }), Act.AcceptReview, "v-001", tree.At(From)).IsAllowed);
    }

    [Fact]
    public void May_OfAStandInWithoutTheAppRole_IsDenied() => Assert.False(
        AccessPolicy.Decide(StandIn with { Roles = new HashSet<AppRole> { AppRole.Reporter } }, Act.AcceptReview, "v-001", With("reviewer-t1", Week).At(From)).IsAllowed);

    [Fact]
    public void StandIn_OfAStandIn_GetsNothing()
    {
        var tree = With("reviewer-t1", Week, ("clerk-d1", Week with { Id = "d2", To = "reporter-1" }));

        Assert.False(tree.At(From).Holds("reporter-1", AssignmentKind.Reviewer, "t-01"));
        Assert.True(tree.At(From).Holds("clerk-d1", AssignmentKind.Reviewer, "t-01"));
    }

    [Fact]
    public void Roles_NamedOrNotDelegable_LimitWhatIsGiven()
    {
        var leader = With("leader-1", Week).At(From);
        var named = With("office", Week with { Roles = ["reviewer"] }).At(From);

        Assert.False(leader.Holds("clerk-d1", AssignmentKind.Leader, "v-001"));
        Assert.True(named.Holds("clerk-d1", AssignmentKind.Reviewer, "county"));
        Assert.False(named.Holds("clerk-d1", AssignmentKind.Authority, "county"));
    }

    [Fact]
    public void Contacts_WhileSomebodyStandsIn_AreBoth_AndGapsCountTheHolderAlone()
    {
        var tree = With("liaison-1", Week).At(From);

        Assert.Equal(["clerk-d1", "liaison-1"], tree.ContactsOfUnit("v-001").Liaisons);
        Assert.Equal([("liaison-1", "v-001"), ("liaison-1", "v-002")], tree.Holders(AssignmentKind.Liaison).Order());
        Assert.Same(tree, tree.At(From.AddDays(6)));
        Assert.Equal(["liaison-1"], tree.At(From.AddDays(7)).ContactsOfUnit("v-001").Liaisons);
    }

    [Fact]
    public async Task Delegation_GivenRepeatedAndEnded_HoldsInBetween_AndStandsInTheLedger()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var admin = api.Token("admin", AppRole.Administrator);
        await PutAsync(api, admin, "units/t-9", """{"name":"新镇","level":"township","sector":"rural","parent":"county"}""");
        await PutAsync(api, admin, "people/absent-9", """{"name":"甲","unit":"t-9","assignments":[{"role":"reviewer","unit":"t-9"}]}""");
        await PutAsync(api, admin, "people/stand-in-9", """{"name":"乙","unit":"t-9","assignments":[]}""");
        var (absent, standIn) = (api.Token("absent-9", AppRole.Reviewer), api.Token("stand-in-9", AppRole.Reviewer));
        const string Path = "api/v1/people/absent-9/delegations";
        var body = $$"""{"to":"stand-in-9","until":"{{api.Time.GetUtcNow().AddDays(5):O}}","reason":"住院"}""";
        Task<Reply> PostAsync(string token, string json, string key = "d-1") =>
            api.SendAsync(HttpMethod.Post, Path, token, json, ("Idempotency-Key", key));

        (await PostAsync(standIn, body)).Is(403);
        var given = (await PostAsync(absent, body)).Is(201).Json;
        Assert.Equal((string)given["id"]!, (string)(await PostAsync(absent, body)).Is(201).Json["id"]!);
        Assert.Equal("idempotencyKeyReused", (await PostAsync(absent, body.Replace("住院", "休假", StringComparison.Ordinal))).Is(422).Code);
        Assert.NotNull((await PostAsync(absent, body, "d-2")).Is(422).Json["errors"]!["$.to"]);
        Assert.NotNull((await PostAsync(absent, body.Replace("stand-in-9", "nobody", StringComparison.Ordinal), "d-3")).Is(422).Json["errors"]!["$.to"]);
        var mine = Assert.Single((await api.GetAsync("api/v1/me", standIn)).Is(200).Json["standsInFor"]!.AsArray());
        Assert.Equal(("absent-9", "t-9"), ((string)mine!["person"]!, (string)mine["assignments"]![0]!["unit"]!));
        Assert.Single((await api.GetAsync(Path, absent)).Is(200).Json["given"]!.AsArray());
        (await api.GetAsync(Path, standIn)).Is(403);

        (await api.SendAsync(HttpMethod.Delete, $"{Path}/{(string)given["id"]!}", standIn, null)).Is(403);
        (await api.SendAsync(HttpMethod.Delete, $"{Path}/{(string)given["id"]!}", absent, null)).Is(204);
        (await api.SendAsync(HttpMethod.Delete, $"{Path}/{(string)given["id"]!}", absent, null)).Is(204);
        Assert.Empty((await api.GetAsync("api/v1/me", standIn)).Is(200).Json["standsInFor"]!.AsArray());
        Assert.NotNull(Assert.Single((await api.GetAsync(Path, absent)).Is(200).Json["given"]!.AsArray())!["endedAt"]);
        await PutAsync(api, admin, "people/absent-9", """{"name":"甲","unit":"t-9","assignments":[{"role":"reviewer","unit":"t-9"}]}""", "*");
        Assert.Single((await api.GetAsync(Path, absent)).Is(200).Json["given"]!.AsArray());

        var entries = (await api.GetAsync("api/v1/units/t-9/ledger", api.Token("audit", AppRole.Auditor))).Is(200).Json["items"]!.AsArray()
            .Select(e => e!["entry"]!).Where(e => ((string)e["act"]!).StartsWith("delegat", StringComparison.Ordinal)).ToList();
        Assert.Equal(["delegated", "delegationEnded"], entries.Select(e => (string)e["act"]!));
        Assert.All(entries, e => Assert.Equal(
            ("absent-9", "住院", "reviewer", "stand-in-9"),
            ((string)e["by"]!, (string)e["why"]!, (string)e["facts"]!["role"]!, (string)e["facts"]!["to"]!)));
    }

    [Fact]
    public async Task Delegation_OverItsEnd_HoldsNoMoreWithoutAnybodysDoing()
    {
        await using var api = await ApiUnderTest.StartAsync(fixture);
        var admin = api.Token("admin", AppRole.Administrator);
        await PutAsync(api, admin, "people/absent-8", """{"name":"甲","unit":"v-10","assignments":[{"role":"reporter","unit":"v-10"}]}""");
        await PutAsync(api, admin, "people/stand-in-8", """{"name":"乙","unit":"v-10","assignments":[]}""");
        var now = api.Time.GetUtcNow();
        var body = $$"""{"to":"stand-in-8","from":"{{now.AddHours(1):O}}","until":"{{now.AddHours(3):O}}","reason":"开会","roles":["reporter"]}""";
        (await api.SendAsync(HttpMethod.Post, "api/v1/people/absent-8/delegations", admin, body)).Is(201);
        var standIn = api.Token("stand-in-8", AppRole.Reporter);
        async Task<int> DraftAsync() => (await api.SendAsync(
            HttpMethod.Put, api.Path("v-10", "sheets/q1"), standIn, """{"answers":{}}""", ("If-Match", "*"))).Status;

        Assert.Equal(403, await DraftAsync());
        api.Time.MoveTo(now.AddHours(2));
        Assert.NotEqual(403, await DraftAsync());
        api.Time.MoveTo(now.AddHours(3));
        Assert.Equal(403, await DraftAsync());
    }

    private static async Task PutAsync(ApiUnderTest api, string admin, string path, string json, string? match = null) => Assert.InRange(
        (await api.SendAsync(HttpMethod.Put, $"api/v1/{path}", admin, json, match is null ? ("If-None-Match", "*") : ("If-Match", match))).Status, 200, 201);

    private static DirectorySnapshot With(string absent, Delegation delegation, (string Person, Delegation Delegation)? other = null)
    {
        var tree = Trees.County;
        var people = tree.People.Values.Select(p =>
            p.Id == absent ? p with { Delegations = [delegation] }
            : p.Id == other?.Person ? p with { Delegations = [other.Value.Delegation] }
            : p);
        return DirectorySnapshot.Of(8, tree.Units.Values, people);
    }
}
