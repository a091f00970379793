using Campaigns.App.Access;
using Campaigns.App.Directory;
using Campaigns.App.Tests.Directory;
using Xunit;

namespace Campaigns.App.Tests.Access;

/// <summary>
/// Every act, by everybody, on the own unit, the one below, the sibling and the one above, against <c>may.txt</c>. <see cref="RouteTests"/> proves that each
/// route asks for the act that <c>routes.txt</c> names; with it this is every route with every role on every unit.
/// </summary>
public sealed class AccessWalkTests
{
    private const string Own = "t-01";

    // In the order of the letters: own, lower, sibling, upper.
    private static readonly string[] Units = [Own, "v-001", "t-02", "county"];

    private static readonly (string Column, AppRole? Role, AssignmentKind? At)[] Callers =
    [
        ("nobody", null, null),
        ("no-role", null, AssignmentKind.Reporter),
        ("administrator", AppRole.Administrator, AssignmentKind.Administrator),
        ("authority", AppRole.Authority, AssignmentKind.Authority),
        ("reviewer", AppRole.Reviewer, AssignmentKind.Reviewer),
        ("reporter", AppRole.Reporter, AssignmentKind.Reporter),
        ("panel-member", AppRole.PanelMember, AssignmentKind.PanelMember),
        ("inspector", AppRole.Inspector, AssignmentKind.Inspector),
        ("auditor", AppRole.Auditor, AssignmentKind.Auditor),
    ];

    [Fact]
    public void Acts_OfEverybodyOnEveryUnit_AreAsTheTableSays()
    {
        var stated = File.ReadLines(Path.Combine(AppContext.BaseDirectory, "Access", "may.txt"))
            .Where(l => l.Length > 0 && l[0] != '#').Select(Folded).ToList();
        var found = Enum.GetValues<Act>().OrderBy(a => a.ToString(), StringComparer.Ordinal)
            .Select(act => string.Join(' ', [act.ToString(), .. Callers.Select(c => Cell(c, act))])).ToList();

        Assert.Equal(string.Join(' ', ["act", .. Callers.Select(c => c.Column)]), stated[0]);
        Assert.True(found.SequenceEqual(stated.Skip(1)), "may.txt ought to say:\n" + string.Join('\n', found.Except(stated)));
    }

    [Fact]
    public void Callers_AreEveryRole() => Assert.Equal(Enum.GetValues<AppRole>(), Callers.Select(c => c.Role).OfType<AppRole>().Order());

    private static string Cell((string Column, AppRole? Role, AssignmentKind? At) caller, Act act)
    {
        var people = caller.At is { } kind ? [Trees.Person("somebody", Own, new Assignment(kind, Own))] : Array.Empty<Person>();
        var directory = DirectorySnapshot.Of(7, [.. Trees.County.Units.Values], people);
        var who = caller.At is null ? Caller.Anonymous
            : new Caller("somebody", "somebody", "zh", caller.Role is { } role ? new HashSet<AppRole> { role } : new HashSet<AppRole>());
        var letters = string.Concat(Units.Zip("olsu").Where(u => AccessPolicy.Decide(who, act, u.First, directory).IsAllowed).Select(u => u.Second));
        return letters.Length == 0 ? "-" : letters;
    }

    private static string Folded(string line) => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries));
}
