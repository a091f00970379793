using Campaigns.App.Participants;
using Xunit;

namespace Campaigns.App.Tests.Participants;

public sealed class LongTextsTests(StorageFixture fixture) : IClassFixture<StorageFixture>
{
    [Fact]
    public async Task Write_OfAnyLength_ReadsBackAsItWas()
    {
        var texts = new LongTexts(fixture.Open().Blobs);
        foreach (var text in new[] { "", "短", new string('村', LongTexts.MaxInRow), new string('村', LongTexts.MaxInRow + 1), "blob:looks like a reference" })
        {
            var value = await texts.WriteAsync(text, default);
            Assert.InRange(value.Length, 0, LongTexts.MaxInRow);
            Assert.Equal(text, await texts.ReadAsync(value, default));
        }
        Assert.Null(await texts.ReadAsync(null, default));
    }

    [Fact]
    public async Task Write_OfWhatFitsARow_IsNoRequest()
    {
        var storage = fixture.Open();
        await new LongTexts(storage.Blobs).WriteAsync(new string('a', LongTexts.MaxInRow), default);
        Assert.Equal(0, storage.Meter.Total);
    }
}
