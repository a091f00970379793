namespace Campaigns.Rules.Definitions;

/// <summary>A phase that comes only in some years (G8): every <paramref name="Years"/> years from <paramref name="From"/> on.</summary>
public sealed record Recurrence(int Years, int From)
{
    public bool ComesIn(int year) => year >= From && (year - From) % Years == 0;
}

/// <summary>How the next year of a programme begins (C5).</summary>
public enum NextYear
{
    /// <summary>When somebody starts it.</summary>
    Manual,
    /// <summary>By itself: when the year before is over, and in time for its own first phase.</summary>
    Automatic,
}

/// <summary>What a year hands on to the next (J24).</summary>
public enum Carried
{
    Classes,
    Disqualifications,
    Honours,
}
