using Campaigns.Local.Progress;
using Campaigns.Rules.Calendar;
using Spectre.Console;
using Xunit;

namespace Campaigns.Local.Tests.Progress;

public sealed class LiveScreenTests
{
    [Fact]
    public void Show_OfAPhase_DrawsItsBarAndItsCounts()
    {
        using var text = new StringWriter();
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.Yes,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.Yes,
            Out = new AnsiConsoleOutput(text)
        });
        console.Profile.Width = 140;

        using (var screen = new LiveScreen(console, TimeZoneInfo.Utc))
        {
            screen.Note("a line that stays");
            screen.Show(new ProgressSnapshot(
                new DateTimeOffset(2026, 4, 15, 10, 0, 0, TimeSpan.Zero), "running",
                [new PhaseProgress("q1", "q1 [第1季度]", 100, 75, 6, 25, 4, Timeliness.Locked)], [],
                new NextMilestone("q1|escalate|4", null), 75, 110, 0, 4, 321, 9));
        }

        var drawn = text.ToString();
        Assert.Contains("a line that stays", drawn, StringComparison.Ordinal);
        Assert.Contains("q1 [第1季度]", drawn, StringComparison.Ordinal);
        Assert.Contains(new string('█', 32), drawn, StringComparison.Ordinal);
        Assert.Contains("75/100  late 6  silent 25  returned 4", drawn, StringComparison.Ordinal);
        Assert.Contains("q1|escalate|4, awaiting a calendar", drawn, StringComparison.Ordinal);
        Assert.Contains("notices 321", drawn, StringComparison.Ordinal);
    }
}
