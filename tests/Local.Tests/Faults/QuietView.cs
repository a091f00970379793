using System.Collections.Concurrent;
using Campaigns.Local.Rehearsal;

namespace Campaigns.Local.Tests.Faults;

/// <summary>Keeps what the app says, for the message of a test that fails.</summary>
internal sealed class QuietView : IRehearsalView
{
    readonly ConcurrentQueue<string> _notes = new();

    public string Notes => string.Join('\n', _notes);

    public Task DayAsync(RehearsalDay day, CancellationToken cancellation) => Task.CompletedTask;

    public void Acted(SeasonCounts counts)
    {
        // Only what is left behind counts.
    }

    public void Note(string text) => _notes.Enqueue(text);
}
