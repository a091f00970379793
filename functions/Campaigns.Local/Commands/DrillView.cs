using Campaigns.Local.Progress;
using Campaigns.Local.Rehearsal;

namespace Campaigns.Local.Commands;

/// <summary>Shows of a rehearsal under faults what is said, and its months; it asks the app nothing, so that the app's calls are the year's alone.</summary>
internal sealed class DrillView(IProgressScreen screen) : IRehearsalView
{
    int _month;

    public Task DayAsync(RehearsalDay day, CancellationToken cancellation)
    {
        if (day.Now.Month != _month)
            screen.Note($"  {day.Now:yyyy-MM}  {day.State}  sheets {day.Season.Counts.Sheets}  appraisals {day.Season.Counts.Appraisals}");
        _month = day.Now.Month;
        return Task.CompletedTask;
    }

    public void Acted(SeasonCounts counts)
    {
        // The month's line carries the counts.
    }

    public void Note(string text) => screen.Note(text);
}
