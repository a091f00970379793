using Campaigns.Local.Progress;
using Xunit;

namespace Campaigns.Local.Tests.Progress;

public sealed class PlainScreenTests
{
    static readonly TimeZoneInfo Zone = TimeZoneInfo.FindSystemTimeZoneById("Asia/Shanghai");
    static readonly DateTimeOffset Day = new(2026, 4, 15, 10, 0, 0, TimeSpan.Zero);

    static ProgressSnapshot At(DateTimeOffset now, long sheets, params DoneMilestone[] done) =>
        new(now, "running", [], done, null, sheets, 0, 0, 0, 0, 0);

    [Fact]
    public void Show_OfMilestones_WritesEachOnceInLocalTimeWithoutEscapeCodes()
    {
        using var text = new StringWriter();
        using var screen = new PlainScreen(text, Zone);
        var opened = new DoneMilestone("q1|open", Day.AddDays(-1), 0, 0);

        screen.Show(At(Day, 0, opened));
        screen.Show(At(Day, 0, opened, new DoneMilestone("q1|escalate|4", Day, 12, 3)));

        var lines = text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal("2026-04-14 18:00  q1|open", lines[0]);
        Assert.Equal("2026-04-15 18:00  q1|escalate|4  told 12  cards 3", lines[2]);
        Assert.DoesNotContain('\u001b', text.ToString());
    }

    [Fact]
    public void Show_OfAQuietTime_WritesALineAWeek()
    {
        using var text = new StringWriter();
        using var screen = new PlainScreen(text, Zone);

        for (var day = 0; day < 29; day++)
            screen.Show(At(Day.AddDays(day), 5));

        Assert.Equal(5, text.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries).Length);
    }

    [Fact]
    public void Show_OfChangedCounts_WritesThem()
    {
        using var text = new StringWriter();
        using var screen = new PlainScreen(text, Zone);

        screen.Show(At(Day, 5));
        screen.Show(At(Day.AddDays(1), 6));

        Assert.Contains("sheets 6", text.ToString(), StringComparison.Ordinal);
    }
}
