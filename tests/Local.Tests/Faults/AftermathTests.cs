using System.Text.Json.Nodes;
using Campaigns.Local.Faults;
using Xunit;

namespace Campaigns.Local.Tests.Faults;

public sealed class AftermathTests
{
    const string Notice = "s01/n|li-wei|79739690|contest-2026|q1@remind@1";

    [Fact]
    public void Years_ThatLeftTheSame_DoNotDiffer() => Assert.Empty(Year().DifferencesFrom(Year(), kills: 0));

    [Fact]
    public void Years_WithAnotherResult_DifferAtItsPlace()
    {
        var differences = Year(honours: 9).DifferencesFrom(Year(honours: 10), kills: 0);

        Assert.Equal(["result.honours[0]: 9 instead of 10"], differences);
    }

    [Fact]
    public void Year_WithABrokenLedger_DiffersEvenFromOneThatHasTheSame() =>
        Assert.StartsWith(
            "ledgers do not verify", Assert.Single(Year(broken: "v-001").DifferencesFrom(Year(broken: "v-001"), kills: 0)), StringComparison.Ordinal);

    [Theory]
    [InlineData("items")]
    [InlineData("notices")]
    [InlineData("waiting")]
    [InlineData("messages")]
    public void Years_WithOneMoreOrLess_Differ(string what)
    {
        var more = what switch
        {
            "items" => Year() with { Items = ["contest-2026|q1/li-wei|villages|v-001", "contest-2026|q1/li-wei|villages|v-002"] },
            "notices" => Year() with { Notices = [Notice, "s02/n|wang|79739690|contest-2026|q1@remind@1"] },
            "waiting" => Year() with { Waiting = ["s01/q|20260415|li-wei|contest-2026|q1@remind@1"] },
            _ => Year() with { Messages = new Dictionary<string, int> { ["<1@x>"] = 1, ["<2@x>"] = 1 } },
        };

        Assert.Contains("too many", Assert.Single(more.DifferencesFrom(Year(), kills: 1)), StringComparison.Ordinal);
        Assert.Contains("missing", Assert.Single(Year().DifferencesFrom(more, kills: 1)), StringComparison.Ordinal);
    }

    [Fact]
    public void Notice_OfOneMilestoneAtTwoInstants_StandsTwice()
    {
        var twice = Year() with { Notices = [Notice, Notice.Replace("79739690", "79739691", StringComparison.Ordinal)] };

        Assert.StartsWith("a notice stands twice", Assert.Single(twice.DifferencesFrom(twice, kills: 0)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(20, 1, true)]
    [InlineData(21, 1, false)]
    [InlineData(1, 0, false)]
    [InlineData(40, 2, true)]
    public void Messages_ThatArriveAgain_AreBoundedByTheKills(int repeated, int kills, bool within)
    {
        var year = Year() with { Messages = new Dictionary<string, int> { ["<1@x>"] = 1 + repeated } };

        Assert.Equal(repeated, year.Repeated);
        Assert.Equal(within, year.DifferencesFrom(Year(), kills).Count == 0);
    }

    static Aftermath Year(int honours = 10, string? broken = null) => new(
        new JsonObject
        {
            ["honours"] = new JsonArray(honours),
            ["ledgers"] = new JsonObject { ["broken"] = broken is null ? new JsonArray() : new JsonArray(broken) },
        },
        ["contest-2026|q1/li-wei|villages|v-001"], [Notice], [], new Dictionary<string, int> { ["<1@x>"] = 1 });
}
