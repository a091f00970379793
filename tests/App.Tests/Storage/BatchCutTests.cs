using Azure.Data.Tables;
using Campaigns.App.Storage;
using Xunit;

namespace Campaigns.App.Tests.Storage;

public sealed class BatchCutTests
{
    [Theory]
    [InlineData(0, 10, new int[0])]
    [InlineData(100, 10, new[] { 100 })]
    [InlineData(201, 10, new[] { 100, 100, 1 })]
    public void Rows_OfShortTexts_AreCutByNumber(int rows, int length, int[] pieces) =>
        Assert.Equal(pieces, Batch.Cut(Rows(rows, 'a', length), r => r).Select(p => p.Count));

    [Theory]
    [InlineData('a', 29_000, new[] { 100 })]
    [InlineData('"', 29_900, new[] { 16, 16, 16, 16, 16, 16, 4 })]
    [InlineData('山', 29_900, new[] { 16, 16, 16, 16, 16, 16, 4 })]
    public void Rows_OfLongTexts_AreCutByTheBytesThatTheyAreSentWith(char of, int length, int[] pieces) =>
        Assert.Equal(pieces, Batch.Cut(Rows(100, of, length), r => r).Select(p => p.Count));

    [Fact]
    public void Row_ThatIsLongerThanAPiece_IsOneOfItsOwn()
    {
        var row = Rows(1, '山', 29_000).Single();
        foreach (var i in Enumerable.Range(1, 19))
            row[$"More{i}"] = row["Text"];
        List<TableEntity> rows = [.. Rows(1, 'a', 1), row, .. Rows(3, 'a', 1).Skip(1)];
        Assert.Equal([["0"], [row.RowKey], ["1", "2"]], Batch.Cut(rows, r => r).Select(p => p.Select(r => r.RowKey)));
    }

    [Fact]
    public void Pieces_KeepTheOrder()
    {
        var rows = Rows(250, 'a', 5);
        Assert.Equal(rows.Select(r => r.RowKey), Batch.Cut(rows, r => r, 96).SelectMany(p => p).Select(r => r.RowKey));
        Assert.Equal([96, 96, 58], Batch.Cut(rows, r => r, 96).Select(p => p.Count));
    }

    [Theory]
    [InlineData(0, 'a', 5)]
    [InlineData(250, 'a', 5)]
    [InlineData(100, '山', 29_900)]
    public async Task Pieces_OfWhatIsStillBeingMade_AreTheSame(int count, char of, int length)
    {
        var rows = Rows(count, of, length);
        var pieces = await Batch.CutAsync(rows.ToAsyncEnumerable(), r => r, 96).ToListAsync();
        Assert.Equal(Batch.Cut(rows, r => r, 96).Select(p => p.Select(r => r.RowKey)), pieces.Select(p => p.Select(r => r.RowKey)));
    }

    [Fact]
    public async Task Piece_IsHandedOutBeforeWhatFollowsItIsMade()
    {
        var made = 0;
        async IAsyncEnumerable<TableEntity> MakeAsync()
        {
            foreach (var row in Rows(20, 'a', 5))
            {
                made++;
                yield return row;
                await Task.Yield();
            }
        }

        var seen = new List<int>();
        await foreach (var piece in Batch.CutAsync(MakeAsync(), r => r, 8))
            seen.Add(made);
        Assert.Equal([9, 17, 20], seen);
    }

    private static List<TableEntity> Rows(int count, char of, int length) =>
        [.. Enumerable.Range(0, count).Select(i => new TableEntity("p", $"{i}") { ["Text"] = new string(of, length), ["At"] = DateTimeOffset.UnixEpoch })];
}
