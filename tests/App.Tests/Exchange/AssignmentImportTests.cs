using System.Text;
using Campaigns.App.Directory;
using Campaigns.App.Exchange;
using Campaigns.App.Tests.Directory;
using Xunit;

namespace Campaigns.App.Tests.Exchange;

public sealed class AssignmentImportTests
{
    [Fact]
    public void Judge_NewAndKnownRows_ChangeOnlyWhoGetsSomething()
    {
        var (rows, changed) = Judge("v-001,reporter,reporter-1\nv-002,reporter,reporter-1\nv-002,leader,leader-1\n");

        Assert.Equal([RowOutcome.Unchanged, RowOutcome.Created, RowOutcome.Created], rows.Select(r => r.Outcome));
        Assert.Equal(["leader-1", "reporter-1"], changed.Select(p => p.Id));
        Assert.Equal([new(AssignmentKind.Reporter, "v-001"), new(AssignmentKind.Reporter, "v-002")], changed[1].Assignments);
    }

    [Theory]
    [InlineData("v-999,reporter,reporter-1", "unit")]
    [InlineData("v-001,king,reporter-1", "role")]
    [InlineData("v-001,reporter,nobody", "person")]
    public void Judge_BadRow_NamesTheColumn(string row, string column)
    {
        var (rows, changed) = Judge(row + "\n");

        Assert.Equal(column, Assert.Single(Assert.Single(rows).Errors).Column);
        Assert.Empty(changed);
    }

    [Fact]
    public void Judge_UpdateOnly_TakesNothingNew_AndTwiceIsOnce()
    {
        var (rows, changed) = Judge("v-002,reporter,reporter-1\nv-001,reporter,reporter-1\nv-001,reporter,reporter-1\n", ImportStrategy.Update);

        Assert.Equal([RowOutcome.Rejected, RowOutcome.Unchanged, RowOutcome.Rejected], rows.Select(r => r.Outcome));
        Assert.Empty(changed);
    }

    [Fact]
    public void Judge_RetiringTheMissing_EndsWhatTheNamedUnitsHaveBeside()
    {
        var (rows, changed) = Judge("v-001,reporter,reporter-1\n", retireMissing: true);

        Assert.Equal(["leader-1/leader@v-001", "liaison-1/liaison@v-001"], rows.Where(r => r.Outcome is RowOutcome.Retired).Select(r => r.Id));
        Assert.Equal([new(AssignmentKind.Liaison, "v-002")], changed.Single(p => p.Id == "liaison-1").Assignments);
        Assert.DoesNotContain(changed, p => p.Id == "reporter-t1");
    }

    private static (IReadOnlyList<PlannedRow> Rows, IReadOnlyList<Person> Changed) Judge(
        string rows, ImportStrategy strategy = ImportStrategy.CreateAndUpdate, bool retireMissing = false) =>
        AssignmentImport.Judge(DirectoryCsv.Assignments(Encoding.UTF8.GetBytes("unit,role,person\n" + rows)), Trees.County, strategy, retireMissing);
}
