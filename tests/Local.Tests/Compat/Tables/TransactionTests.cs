using Azure;
using Azure.Data.Tables;
using Campaigns.Local.Tests.Emulator;
using Xunit;

namespace Campaigns.Local.Tests.Compat.Tables;

public sealed class TransactionTests(AzuriteFixture fixture) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task Transaction_OfAHundredRows_AnswersInTheirOrderWithTheirETags()
    {
        var table = await fixture.NewTableAsync();
        var rows = Enumerable.Range(0, 100).Select(i => SampleRow.Create("县", $"村's {i:000}")).ToList();

        var answers = await table.SubmitTransactionAsync(rows.Select(r => new TableTransactionAction(TableTransactionActionType.Add, r)));

        Assert.Equal(202, answers.GetRawResponse().Status);
        Assert.Equal(100, answers.Value.Count);
        Assert.All(answers.Value, a => Assert.Equal(204, a.Status));
        var stored = await table.QueryAsync<SampleRow>().ToListAsync();
        Assert.Equal(stored.Select(s => s.ETag), answers.Value.Select(a => a.Headers.ETag!.Value));
        Assert.All(stored, s => Assert.Equal(rows[0].Text, s.Text));
    }

    [Fact]
    public async Task Transaction_WithOneRefusedAction_DoesNothingAndNamesIt()
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "there") { ["n"] = 1 });

        var refused = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "a")),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "b")),
            new(TableTransactionActionType.Add, new TableEntity("p", "there")),
            new(TableTransactionActionType.Add, new TableEntity("p", "c")),
        ]));

        Assert.Equal((409, "EntityAlreadyExists", 2), (refused.Status, refused.ErrorCode, refused.FailedTransactionActionIndex));
        Assert.Equal(["there"], (await table.QueryAsync<TableEntity>().ToListAsync()).Select(r => r.RowKey));
    }

    [Fact]
    public async Task Transaction_WithAnOldETag_IsRefused()
    {
        var table = await fixture.NewTableAsync();
        var old = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["n"] = 1 });

        foreach (var type in new[] { TableTransactionActionType.UpdateMerge, TableTransactionActionType.UpdateReplace, TableTransactionActionType.Delete })
        {
            var refused = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [
                new(TableTransactionActionType.Add, new TableEntity("p", "new")),
                new(type, new TableEntity("p", "r") { ["n"] = 2 }, old),
            ]));
            Assert.Equal((412, "UpdateConditionNotSatisfied", 1), (refused.Status, refused.ErrorCode, refused.FailedTransactionActionIndex));
        }

        Assert.Equal(1, (await table.GetEntityAsync<TableEntity>("p", "r")).Value.GetInt32("n"));
    }

    [Fact]
    public async Task Transaction_OfEveryAction_DoesWhatEachSays()
    {
        var table = await fixture.NewTableAsync();
        foreach (var key in new[] { "merge", "replace", "upmerge", "upreplace", "delete" })
        {
            await table.AddEntityAsync(new TableEntity("p", key) { ["a"] = 1, ["b"] = 1 });
        }

        await table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "add") { ["a"] = 2 }),
            new(TableTransactionActionType.UpdateMerge, new TableEntity("p", "merge") { ["a"] = 2 }, ETag.All),
            new(TableTransactionActionType.UpdateReplace, new TableEntity("p", "replace") { ["a"] = 2 }, ETag.All),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "upmerge") { ["a"] = 2 }),
            new(TableTransactionActionType.UpsertReplace, new TableEntity("p", "upreplace") { ["a"] = 2 }),
            new(TableTransactionActionType.Delete, new TableEntity("p", "delete")),
        ]);

        var rows = await table.QueryAsync<TableEntity>().ToListAsync();
        Assert.Equal(
            [("add", 2, null), ("merge", 2, 1), ("replace", 2, null), ("upmerge", 2, 1), ("upreplace", 2, null)],
            rows.Select(r => (r.RowKey, r.GetInt32("a"), r.GetInt32("b"))));
    }

    [Fact]
    public async Task Transaction_DeletingAMissingRow_IsRefused()
    {
        var table = await fixture.NewTableAsync();

        var refused = await Assert.ThrowsAsync<TableTransactionFailedException>(() => table.SubmitTransactionAsync(
            [new(TableTransactionActionType.Delete, new TableEntity("p", "nobody"))]));

        Assert.Equal(404, refused.Status);
    }

    [Fact]
    public async Task Transaction_AgainstTheServicesLimits_IsRefusedAsAWhole()
    {
        // How the emulator words the first two is not how the service does, so here it counts only that nothing is done.
        var table = await fixture.NewTableAsync();
        var tooMany = Enumerable.Range(0, 101).Select(i => new TableTransactionAction(TableTransactionActionType.UpsertMerge, new TableEntity("p", $"{i}")));
        var text = new string('x', 30_000);
        var tooLarge = Enumerable.Range(0, 90).Select(
            i => new TableTransactionAction(TableTransactionActionType.UpsertMerge, new TableEntity("p", $"{i}") { ["a"] = text, ["b"] = text }));

        await Assert.ThrowsAnyAsync<Exception>(() => table.SubmitTransactionAsync(tooMany));
        await Assert.ThrowsAnyAsync<Exception>(() => table.SubmitTransactionAsync(
        [
            new(TableTransactionActionType.Add, new TableEntity("p", "r")),
            new(TableTransactionActionType.UpsertMerge, new TableEntity("p", "r")),
        ]));
        var large = await Assert.ThrowsAsync<RequestFailedException>(() => table.SubmitTransactionAsync(tooLarge));

        Assert.Equal(413, large.Status);
        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }

    [Fact]
    public async Task Transaction_OfNothing_IsAMistake()
    {
        var table = await fixture.NewTableAsync();

        await Assert.ThrowsAsync<InvalidOperationException>(() => table.SubmitTransactionAsync([]));
        await Assert.ThrowsAsync<ArgumentNullException>(() => table.SubmitTransactionAsync(null!));
    }

    [Fact]
    public void Failure_MadeByATest_CarriesTheIndexItIsGiven()
    {
        var cause = new RequestFailedException(409, "3:There.", "EntityAlreadyExists", null) { Data = { ["FailedEntity"] = "3" } };

        var failure = new TableTransactionFailedException(cause);

        Assert.Equal((409, "EntityAlreadyExists", 3), (failure.Status, failure.ErrorCode, failure.FailedTransactionActionIndex));
        Assert.Null(new TableTransactionFailedException(new RequestFailedException(500, "x")).FailedTransactionActionIndex);
    }
}
