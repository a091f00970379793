using Campaigns.Local.Faults;
using Xunit;

namespace Campaigns.Local.Tests.Faults;

public sealed class FaultRecordTests
{
    [Fact]
    public void Record_OpenedAgain_GoesOnCounting()
    {
        using var files = new TemporaryDirectory();
        var file = Path.Combine(files.Path, "record");
        using (var first = new FaultRecord(file))
        {
            first.Count(FaultPlace.Wave);
            first.Count(FaultPlace.Hub);
            Assert.True(first.Happen(2));
        }

        using var second = new FaultRecord(file);

        Assert.Equal((2, 3), second.Count(FaultPlace.Wave));
        Assert.True(second.HasHappened(2));
        Assert.False(second.Happen(2));
        Assert.False(second.HasHappened(0));
    }

    [Fact]
    public void Record_CountedFromManyThreads_LosesNothing()
    {
        using var record = new FaultRecord(null);

        Parallel.For(0, 1000, _ => record.Count(FaultPlace.Submission));

        Assert.Equal(1000, record.Calls[FaultPlace.Submission]);
        Assert.Equal(1000, record.All);
    }
}
