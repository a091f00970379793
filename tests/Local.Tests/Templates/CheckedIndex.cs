using Campaigns.App.Cycles;
using Campaigns.App.Reviews;
using Campaigns.Local.Commands;
using Campaigns.Local.Rehearsal;
using Microsoft.Extensions.DependencyInjection;

namespace Campaigns.Local.Tests.Templates;

/// <summary>
/// Holds the due index against the truth while the year goes on, all groups of all cycles: whoever sets a deadline and whoever derives it again must mean the
/// same, so that a rehearsal in which nothing is lost finds nothing missing.
/// </summary>
internal sealed class CheckedIndex(IRehearsalView view, TimeSpan every) : IRehearsalView
{
    readonly List<string> _missing = [];
    DateTimeOffset? _last;

    public LocalApp? App { get; set; }

    /// <summary>How many deadlines were held against it, each as often as it was.</summary>
    public int Implied { get; private set; }

    /// <summary>What was missing, each with the day on which that was found.</summary>
    public IReadOnlyList<string> Missing => _missing;

    public async Task DayAsync(RehearsalDay day, CancellationToken cancellation)
    {
        if (App is { } app && (_last is null || day.Now >= _last + every))
        {
            _last = day.Now;
            var cycles = (await app.Services.GetRequiredService<CycleStore>().ListAsync(cancellation)).Select(c => c.Cycle).ToList();
            var found = await app.Services.GetRequiredService<DueIndexCheck>().CheckAsync(cycles, (_, _) => true, cancellation);
            Implied += found.Implied.Values.Sum();
            _missing.AddRange(found.Entered.Select(d => $"{day.Now:u}: {d}"));
        }
        await view.DayAsync(day, cancellation);
    }

    public void Acted(SeasonCounts counts) => view.Acted(counts);

    public void Note(string text) => view.Note(text);
}
