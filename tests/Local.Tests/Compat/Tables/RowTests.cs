using Azure;
using Azure.Data.Tables;
using Campaigns.Local.Tests.Emulator;
using Xunit;

namespace Campaigns.Local.Tests.Compat.Tables;

public sealed class RowTests(AzuriteFixture fixture) : IClassFixture<AzuriteFixture>
{
    [Fact]
    public async Task TypedRow_OfEveryType_ComesBackEqual()
    {
        var table = await fixture.NewTableAsync();
        var sent = SampleRow.Create("p", "r");

        var added = await table.AddEntityAsync(sent);
        var read = (await table.GetEntityAsync<SampleRow>("p", "r")).Value;

        Assert.Equal(204, added.Status);
        Assert.Equal(added.Headers.ETag.ToString(), read.ETag.ToString());
        Assert.NotNull(read.Timestamp);
        Assert.Equal(sent.Text, read.Text);
        Assert.Equal(sent.Flag, read.Flag);
        Assert.Equal(sent.Small, read.Small);
        Assert.Equal(sent.Large, read.Large);
        Assert.Equal(sent.Counter, read.Counter);
        Assert.Equal(sent.Fraction, read.Fraction);
        Assert.Equal(sent.Id, read.Id);
        Assert.Equal(sent.At, read.At);
        Assert.Equal(TimeSpan.Zero, read.At.Offset);
        Assert.Equal(sent.AtUtc, read.AtUtc);
        Assert.Equal(DateTimeKind.Utc, read.AtUtc.Kind);
        Assert.Equal(sent.Bytes, read.Bytes);
        Assert.Equal(sent.Data!.ToArray(), read.Data!.ToArray());
        Assert.Equal(sent.Day, read.Day);
        Assert.Equal(sent.MaybeSmall, read.MaybeSmall);
        Assert.Null(read.MaybeAt);
        Assert.Equal(sent.MaybeDay, read.MaybeDay);
        Assert.Equal(sent.Original, read.Original);
        Assert.Null(read.Ignored);
        Assert.Equal(default, sent.ETag);
    }

    [Fact]
    public async Task TypedRow_AsDictionary_HasTheTablesTypesAndNames()
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(SampleRow.Create("p", "r"));

        var row = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal(long.MaxValue, row.GetInt64("Large"));
        Assert.Equal(int.MinValue, row.GetInt32("Small"));
        Assert.Equal(5.0, row.GetDouble("Fraction"));
        Assert.Equal("Friday", row.GetString("Day"));
        Assert.Equal("one", row.GetString("renamed"));
        Assert.IsType<DateTimeOffset>(row["At"]);
        Assert.IsType<Guid>(row["Id"]);
        Assert.Equal([9, 8], row.GetBinary("Data"));
        Assert.False(row.ContainsKey("Ignored"));
        Assert.False(row.ContainsKey("MaybeAt"));
        Assert.False(row.ContainsKey("Large@odata.type"));
        Assert.False(row.ContainsKey("odata.metadata"));
        Assert.Equal("三级联争 \"quoted\" <&> \\ \n 😀!", row.GetString("Computed"));
    }

    [Fact]
    public async Task DictionaryRow_OfEveryType_ComesBackEqual()
    {
        var table = await fixture.NewTableAsync();
        var at = new DateTimeOffset(2027, 2, 28, 16, 0, 0, TimeSpan.Zero);
        var id = new Guid("00112233-4455-6677-8899-aabbccddeeff");
        await table.UpsertEntityAsync(new TableEntity("p", "r")
        {
            ["text"] = "文",
            ["flag"] = false,
            ["int"] = 7,
            ["long"] = 7L,
            ["double"] = 0.1,
            ["guid"] = id,
            ["at"] = at,
            ["utc"] = at.UtcDateTime,
            ["bytes"] = new byte[] { 1 },
            ["data"] = BinaryData.FromBytes(new byte[] { 2 }),
            ["nan"] = double.NaN,
            ["nothing"] = null,
        });

        var row = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal("文", row["text"]);
        Assert.Equal(false, row["flag"]);
        Assert.Equal(7, row["int"]);
        Assert.Equal(7L, row["long"]);
        Assert.Equal(0.1, row["double"]);
        Assert.Equal(id, row["guid"]);
        Assert.Equal(at, row["at"]);
        Assert.Equal(at.UtcDateTime, row.GetDateTime("utc"));
        Assert.Equal(new byte[] { 1 }, row["bytes"]);
        Assert.Equal(new byte[] { 2 }, row.GetBinaryData("data").ToArray());
        Assert.Equal(double.NaN, row["nan"]);
        Assert.Null(row["nothing"]);
        Assert.Throws<InvalidOperationException>(() => row.GetInt64("int"));
    }

    [Theory]
    [InlineData("it's 'quoted'", "''")]
    [InlineData("县|三级联争", "村党组织 1 号")]
    [InlineData("a+b c%41&d=e;f:g@h,i(j)k", "~!$*[]{}^`|\"<>")]
    [InlineData("", "")]
    [InlineData("..", ".")]
    public async Task Keys_WithAnyCharacterButTheForbidden_NameTheirRow(string partitionKey, string rowKey)
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity(partitionKey, rowKey) { ["n"] = 1 });
        await table.SubmitTransactionAsync([new(TableTransactionActionType.UpdateMerge, new TableEntity(partitionKey, rowKey) { ["m"] = 2 })]);
        await table.UpsertEntityAsync(new TableEntity(partitionKey, rowKey) { ["k"] = 3 });

        var read = (await table.GetEntityAsync<TableEntity>(partitionKey, rowKey)).Value;
        Assert.Equal((1, 2, 3), (read.GetInt32("n"), read.GetInt32("m"), read.GetInt32("k")));
        var filter = TableClient.CreateQueryFilter($"PartitionKey eq {partitionKey} and RowKey eq {rowKey}");
        Assert.Equal(rowKey, (await table.QueryAsync<TableEntity>(filter).SingleAsync()).RowKey);
        Assert.Equal(204, (await table.DeleteEntityAsync(partitionKey, rowKey)).Status);
    }

    [Fact]
    public async Task Add_OfARowThatIsThere_IsRefusedWithItsCode()
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.AddEntityAsync(new TableEntity("p", "r")));

        Assert.Equal((409, "EntityAlreadyExists"), (refused.Status, refused.ErrorCode));
        Assert.StartsWith("The specified entity already exists.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Update_WithAnOldETag_IsRefusedAndChangesNothing()
    {
        var table = await fixture.NewTableAsync();
        var first = (await table.AddEntityAsync(new TableEntity("p", "r") { ["n"] = 1 })).Headers.ETag!.Value;
        var second = (await table.UpdateEntityAsync(new TableEntity("p", "r") { ["n"] = 2 }, first, TableUpdateMode.Replace)).Headers.ETag!.Value;

        foreach (var mode in new[] { TableUpdateMode.Merge, TableUpdateMode.Replace })
        {
            var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(new TableEntity("p", "r") { ["n"] = 3 }, first, mode));
            Assert.Equal((412, "UpdateConditionNotSatisfied"), (refused.Status, refused.ErrorCode));
        }

        var row = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        Assert.Equal(2, row.GetInt32("n"));
        Assert.Equal(second, row.ETag);
        await table.UpdateEntityAsync(new TableEntity("p", "r") { ["n"] = 4 }, row.ETag);
    }

    [Fact]
    public async Task Update_WithoutAnETag_IsAMistakeAndWithAllIsUnconditional()
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r"));

        await Assert.ThrowsAsync<ArgumentException>(() => table.UpdateEntityAsync(new TableEntity("p", "r"), default));
        Assert.Equal(204, (await table.UpdateEntityAsync(new TableEntity("p", "r"), ETag.All)).Status);
        var missing = await Assert.ThrowsAsync<RequestFailedException>(() => table.UpdateEntityAsync(new TableEntity("p", "x"), ETag.All));
        Assert.Equal((404, "ResourceNotFound"), (missing.Status, missing.ErrorCode));
    }

    [Fact]
    public async Task Merge_KeepsOtherProperties_ReplaceDropsThem()
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(new TableEntity("p", "r") { ["a"] = 1, ["b"] = 2 });

        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["a"] = 10, ["b"] = null });
        var merged = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["a"] = 11 }, TableUpdateMode.Replace);
        var replaced = (await table.GetEntityAsync<TableEntity>("p", "r")).Value;

        Assert.Equal((10, 2), (merged.GetInt32("a"), merged.GetInt32("b")));
        Assert.Equal((11, null), (replaced.GetInt32("a"), replaced.GetInt32("b")));
    }

    [Fact]
    public async Task Delete_IsConditionalOnRequestAndAnswersForAMissingRow()
    {
        var table = await fixture.NewTableAsync();
        var old = (await table.AddEntityAsync(new TableEntity("p", "r"))).Headers.ETag!.Value;
        await table.UpsertEntityAsync(new TableEntity("p", "r") { ["n"] = 1 });

        var refused = await Assert.ThrowsAsync<RequestFailedException>(() => table.DeleteEntityAsync("p", "r", old));

        Assert.Equal(412, refused.Status);
        Assert.Equal(204, (await table.DeleteEntityAsync(new TableEntity("p", "r"))).Status);
        Assert.Equal(404, (await table.DeleteEntityAsync("p", "r")).Status);
    }

    [Fact]
    public async Task Get_OfAMissingRow_ThrowsOrSaysSo()
    {
        var table = await fixture.NewTableAsync();

        var missing = await Assert.ThrowsAsync<RequestFailedException>(() => table.GetEntityAsync<TableEntity>("p", "r"));
        var perhaps = await table.GetEntityIfExistsAsync<SampleRow>("p", "r");
        var noTable = await new TableClient(fixture.ConnectionString, "nosuchtable").GetEntityIfExistsAsync<SampleRow>("p", "r");

        Assert.Equal((404, "ResourceNotFound"), (missing.Status, missing.ErrorCode));
        Assert.False(perhaps.HasValue);
        Assert.Equal(404, perhaps.GetRawResponse().Status);
        Assert.Throws<InvalidOperationException>(() => perhaps.Value);
        Assert.False(noTable.HasValue);
    }

    [Fact]
    public async Task Get_WithSelection_ReadsNothingElse()
    {
        var table = await fixture.NewTableAsync();
        await table.AddEntityAsync(SampleRow.Create("p", "r"));

        var found = await table.GetEntityIfExistsAsync<SampleRow>("p", "r", ["RowKey", "Small"]);

        Assert.True(found.HasValue);
        Assert.Equal(int.MinValue, found.Value!.Small);
        Assert.Equal("r", found.Value.RowKey);
        Assert.Null(found.Value.Text);
    }

    [Fact]
    public async Task Write_OfWhatATableCannotHold_IsRefusedBeforeItIsSent()
    {
        var table = await fixture.NewTableAsync();

        await Assert.ThrowsAsync<NotSupportedException>(() => table.AddEntityAsync(new TableEntity("p", "r") { ["day"] = DayOfWeek.Friday }));
        await Assert.ThrowsAsync<NotSupportedException>(() => table.AddEntityAsync(new TableEntity("p", "r") { ["date"] = new DateOnly(2026, 1, 1) }));
        var local = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Local);
        await Assert.ThrowsAsync<NotSupportedException>(() => table.AddEntityAsync(new TableEntity("p", "r") { ["local"] = local }));
        await Assert.ThrowsAsync<ArgumentNullException>(() => table.AddEntityAsync(new TableEntity { PartitionKey = "p" }));
        Assert.Empty(await table.QueryAsync<TableEntity>().ToListAsync());
    }
}
