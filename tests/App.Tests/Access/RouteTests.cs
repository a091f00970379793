using System.Text.RegularExpressions;
using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.Local.Sample;
using Microsoft.Extensions.DependencyInjection;
using Xunit;

namespace Campaigns.App.Tests.Access;

/// <summary>Walks every HTTP function of the app: each has a row in <c>routes.txt</c>, and each answers as that row's act demands.</summary>
[Collection(AppDefinition.Name)]
public sealed partial class RouteTests(AppUnderTest app)
{
    public static TheoryData<string> Rows => [.. RouteTable.Stated.Where(r => r.Act is not null).Select(r => r.ToString())];

    public static TheoryData<string> RowsOfUnits =>
        [.. RouteTable.Stated.Where(r => r.Route.Contains("{unit}", StringComparison.Ordinal)).Select(r => r.ToString())];

    [Fact]
    public void Routes_OfTheAssembly_AreThoseOfTheTable()
    {
        var stated = RouteTable.Stated.Select(r => $"{r.Methods} {r.Route}").ToList();

        Assert.Equal(stated.Distinct().Order(StringComparer.Ordinal), RouteTable.Found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Acts_ExceptThePages_AreAskedForBySomeRoute()
    {
        var asked = RouteTable.Stated.Select(r => r.Act).OfType<Act>().Append(Act.ReadPublicPages);

        Assert.Equal(Enum.GetValues<Act>(), asked.Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Route_AnonymousAndEveryRoleWithoutAssignment_GetOnlyWhatTheRoleAloneAllows(string text)
    {
        var row = Row(text);
        await AssertAsync(row, null, AccessPolicy.Decide(Caller.Anonymous, row.Act!.Value, null, null), "v-001");
        foreach (var role in Enum.GetValues<AppRole>())
        {
            var caller = new Caller("stranger", "stranger", "zh", new HashSet<AppRole> { role });
            await AssertAsync(row, app.Token("stranger", role), AccessPolicy.Decide(caller, row.Act!.Value, "v-001", DirectorySnapshot.Empty), "v-001");
        }
    }

    [Theory]
    [MemberData(nameof(RowsOfUnits))]
    public async Task Route_PeopleOfTheCounty_GetWhatTheirPlaceAllows(string text)
    {
        var row = Row(text);
        var directory = await app.Host.Services.GetRequiredService<DirectoryCache>().GetFreshAsync(default);
        (string Person, AppRole Role)[] people =
        [
            ("v-001-reporter", AppRole.Reporter), ("v-001-leader", AppRole.Reporter), ("t-01-reviewer-1", AppRole.Reviewer),
            ("t-01-liaison-1", AppRole.Inspector), ("t-01-vanguard-01", AppRole.Reporter), ("county-office-1", AppRole.Authority),
        ];
        foreach (var (person, role) in people)
        {
            Assert.True(directory.People.ContainsKey(person), person);
            foreach (var unit in new[] { "v-001", "v-029", "t-01", "t-02", "t-01-vanguard-01", "nowhere" })
            {
                var caller = new Caller(person, person, "zh", new HashSet<AppRole> { role });
                await AssertAsync(row, app.Token(person, role), AccessPolicy.Decide(caller, row.Act!.Value, unit, directory), unit);
            }
        }
    }

    async Task AssertAsync(RouteRow row, string? token, AccessDecision expected, string unit)
    {
        foreach (var method in row.Methods.Split(','))
        {
            var (path, body, type) = Request(row, method, unit);
            var answer = await app.SendAsync(new HttpMethod(method), path, token, body, type);
            var said = $"{method} {path}, expected {expected}: {answer.Status} {answer.Text}";
            if (expected is AccessDecision.Denied denied)
                Assert.True(answer.Status == (denied.Reason != Denial.NotSignedIn ? 403 : IsPage(row) ? 302 : 401), said);
            else
                Assert.True(answer.Status is not (401 or 403) and < 500, said);
        }
    }

    // What is asked for is not there (or says so itself), so that nothing that an allowed caller does changes what the next one finds.
    internal static (string Path, string? Body, string Type) Request(RouteRow row, string method, string unit)
    {
        var path = Placeholder().Replace(row.Route, m => m.Value switch
        {
            "{unit}" => unit,
            "{person}" => "nobody",
            "{campaign}" when row.Act == Act.WriteCampaign => "three-level-contest",
            "{version}" => "1",
            "{nothing:maxlength(0)?}" => "",
            _ => "nowhere",
        });
        return row.Act switch
        {
            _ when method is "GET" or "HEAD" => (path, null, ""),
            Act.ImportUnits or Act.ImportPeople or Act.ImportClusters => (path + "?dryRun=true", "id\n", "text/csv"),
            Act.WriteCampaign or Act.ValidateCampaign => (path, SampleDefinition.Text, "application/yaml"),
            _ => (path, "{}", "application/json"),
        };
    }

    // Who opens a page without being signed in is sent to the sign-in.
    static bool IsPage(RouteRow row) => !row.Route.StartsWith("api/", StringComparison.Ordinal);

    static RouteRow Row(string text) => RouteTable.Stated.Single(r => r.ToString() == text);

    [GeneratedRegex(@"{[a-z]+(:maxlength\(0\)\?)?}")]
    private static partial Regex Placeholder();
}
