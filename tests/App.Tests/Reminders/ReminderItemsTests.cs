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

        Assert.Equal(Enumerable.Range(1, 250).Select(Name), (await ReadAsync(items, cycle)).Select(i => i.Recipient));
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

        Assert.Equal([.. first, .. Units(401, 401)], await ReadAsync(items, cycle));
    }

    [Fact]
    public async Task Read_OfSeveralGroups_BringsARecipientOnceWithAllThatIsWanted()
    {
        var items = new ReminderItems(fixture.Open().Tables);
        var cycle = StorageFixture.NewId("cycle");
        await items.InsertAsync(cycle, "q1|remind|1", "g-2", 1, Units(5, 6), default);
        // A name that another begins with: its rows lie before and behind.
        await items.InsertAsync(cycle, "q1|remind|1", "g-1", 1, [.. Units(1, 2), .. Units(1, 2).Select(i => i with { Recipient = "p-1-deputy" })], default);

        var read = new List<RecipientItems>();
        await foreach (var recipient in items.ReadAsync(cycle, "q1|remind|1", 0, default))
            read.Add(recipient);

        Assert.Equal(["p-1", "p-1-deputy"], read.Select(r => r.Recipient).Order(StringComparer.Ordinal));
        Assert.Equal(["v-001", "v-002", "v-005", "v-006"], read.Single(r => r.Recipient == "p-1").Items.Select(i => i.Unit));
        Assert.All(read, r => Assert.NotNull(r.Since));
    }

    private static async Task<List<ReminderItem>> ReadAsync(ReminderItems items, string cycle)
    {
        var read = new List<ReminderItem>();
        await foreach (var recipient in items.ReadAsync(cycle, "q1|remind|1", 0, default))
            read.AddRange(recipient.Items);
        return read;
    }

    private static List<ReminderItem> Units(int from, int to) =>
        [.. Enumerable.Range(from, to - from + 1).Select(n => new ReminderItem("p-1", Audience.ParentReviewer, "village", $"v-{n:D3}", "t-1", "g-1"))];

    private static List<ReminderItem> Items(int from, int to) =>
        [.. Enumerable.Range(from, to - from + 1).Select(n => new ReminderItem(Name(n), Audience.Reporter, "village", $"v-{n}", "t-1", "g-1"))];

    private static string Name(int n) => $"p-{n:D3}";
}
