using Campaigns.Local.Rehearsal;

namespace Campaigns.Local.Faults;

/// <summary>Does something at the beginning of each simulated day, when everything is quiet, besides showing it.</summary>
internal sealed class WatchedView(IRehearsalView view, Func<RehearsalDay, CancellationToken, Task> eachDay) : IRehearsalView
{
    public async Task DayAsync(RehearsalDay day, CancellationToken cancellation)
    {
        await eachDay(day, cancellation);
        await view.DayAsync(day, cancellation);
    }

    public void Acted(SeasonCounts counts) => view.Acted(counts);

    public void Note(string text) => view.Note(text);
}
