namespace Campaigns.Local.Rehearsal;

/// <summary>A simulated day has begun: the instant, the cycle's state, and who takes part.</summary>
internal sealed record RehearsalDay(DateTimeOffset Now, string? State, Season Season);

/// <summary>Watches a rehearsal. Calls come one after the other.</summary>
internal interface IRehearsalView
{
    /// <summary>Once a simulated day, and at the end.</summary>
    Task DayAsync(RehearsalDay day, CancellationToken cancellation);

    /// <summary>After the acts of an instant.</summary>
    void Acted(SeasonCounts counts);

    /// <summary>Something that is worth a line.</summary>
    void Note(string text);
}
