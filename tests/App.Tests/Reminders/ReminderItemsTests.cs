using Campaigns.App.Reminders;
using Campaigns.Rules.Definitions;
using Xunit;

namespace Campaigns.App.Tests.Reminders;

public sealed class ReminderItemsTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Insert_CutDifferentlyTheSecondTime_LosesNothing()
    {
        var items = new ReminderItems(fixture.Open().Tables);
        var cycle = StorageFixture.NewId("cycle");
        // A first run that ended after its first hundred; meanwhile the first of them handed in.
        await items.InsertAsync(cycle, "q1|remind|1", "g-1", 1, Items(1, 100), default);

        await items.InsertAsync(cycle, "q1|remind|1", "g-1", 1, Items(2, 250), default);

        Assert.Equal(Enumerable.Range(1, 250).Select(Name), (await items.ReadAsync(cycle, "q1|remind|1", 0, default)).Items.Select(i => i.Recipient));
    }

    [Fact]
    public async Task Insert_OfManyUnitsForOnePerson_IsReadInTheirOrderEachOnce()
    {
        var items = new ReminderItems(fixture.Open().Tables);
        var cycle = StorageFixture.NewId("cycle");
        var first = Units(1, 400);
        await items.InsertAsync(cycle, "q1|remind|1", "g-1", 1, first, default);
        // Run again after the first units handed in and one more became due.
        await items.InsertAsync(cycle, "q1|remind|1", "g-1", 1, Units(30, 401), default);

        var (read, _) = await items.ReadAsync(cycle, "q1|remind|1", 0, default);

        Assert.Equal([.. first, .. Units(401, 401)], read);
    }

    private static List<ReminderItem> Units(int from, int to) =>
        [.. Enumerable.Range(from, to - from + 1).Select(n => new ReminderItem("p-1", Audience.ParentReviewer, "village", $"v-{n:D3}", "t-1", "g-1"))];

    private static List<ReminderItem> Items(int from, int to) =>
        [.. Enumerable.Range(from, to - from + 1).Select(n => new ReminderItem(Name(n), Audience.Reporter, "village", $"v-{n}", "t-1", "g-1"))];

    private static string Name(int n) => $"p-{n:D3}";
}
