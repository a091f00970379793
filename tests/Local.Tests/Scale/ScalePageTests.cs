using System.Runtime.CompilerServices;
using Campaigns.Benchmarks.Scale;
using Xunit;

namespace Campaigns.Local.Tests.Scale;

/// <summary>The page about growth says what the recorded counts and prices come to, and nothing else.</summary>
public sealed class ScalePageTests
{
    private static readonly Prices Prices = Campaigns.Benchmarks.Scale.Prices.Read(Read("prices.json"));
    private static readonly IReadOnlyList<ScaleCounts> Counts = ScaleCommand.Read(Read("scale.json"));

    [Fact]
    public void Tables_AreWhatTheRecordedCountsComeTo() => Assert.Equal(Read("scale.md"), ScalePage.Write(Read("scale.md"), Counts, Prices));

    [Fact]
    public void Estimate_OfAMeasuredYear_IsWhatWasMeasured()
    {
        var whole = Counts.Where(c => c.Completed).ToList();

        var estimate = new ScaleEstimate(whole[0], whole[^1], Prices, whole[0].Participants);

        Assert.Equal(whole[0].Requests["engine"], estimate.Requests["engine"], 3);
        Assert.Equal(whole[0].HistoryEvents, estimate.History, 3);
    }

    [Fact]
    public void Bill_OfAMillion_StaysWithinItsBudget()
    {
        var whole = Counts.Where(c => c.Completed).ToList();

        Assert.InRange(new ScaleEstimate(whole[0], whole[^1], Prices, 1_000_000).Total, 10, 40);
    }

    private static string Read(string file, [CallerFilePath] string here = "") =>
        File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "..", "..", "..", "infra", file));
}
