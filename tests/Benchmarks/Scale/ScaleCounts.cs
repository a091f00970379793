namespace Campaigns.Benchmarks.Scale;

/// <summary>What a simulated year, or its part until <see cref="Until"/>, came to. Counts repeat but for those that hang on seconds (idle, roll-up).</summary>
internal sealed record ScaleCounts
{
    public required int Participants { get; init; }
    public required int Groups { get; init; }

    /// <summary>The day of the year on which the run ended, <c>yyyy-MM-dd</c>; the whole year where <see cref="Completed"/>.</summary>
    public required string Until { get; init; }
    public required bool Completed { get; init; }

    /// <summary>Milestones that were done.</summary>
    public required int Milestones { get; init; }
    public required int HandedIn { get; init; }

    /// <summary>The app's requests to its storage account by kind of work, retries included.</summary>
    public required IReadOnlyDictionary<string, long> Requests { get; init; }

    /// <summary>The engine's among them, by table or container and operation.</summary>
    public required IReadOnlyDictionary<string, long> EngineRequests { get; init; }

    /// <summary>Requests for a milestone by its kind: the largest that any took.</summary>
    public required IReadOnlyDictionary<string, WaveCost> Waves { get; init; }
    public required long HistoryEvents { get; init; }
    public required long Orchestrations { get; init; }
    public required long Activities { get; init; }
    public required long HubRequests { get; init; }
    public required long Notices { get; init; }
    public required long Mails { get; init; }

    /// <summary>What stands in the tables and blobs at the end, as the service charges for it.</summary>
    public required long TableRows { get; init; }
    public required long TableBytes { get; init; }
    public required long BlobBytes { get; init; }

    /// <summary>The directory in the app's memory.</summary>
    public required long DirectoryBytes { get; init; }

    /// <summary>The most that was reachable above idle (directory loaded, nothing under way), by stage.</summary>
    public required IReadOnlyDictionary<string, long> PeakBytes { get; init; }

    /// <summary>Requests of the due index for a sweep with <see cref="ScaleYear.Due"/> due, without those that only read the truth.</summary>
    public required int DueRequests { get; init; }
    public required int DashboardRequests { get; init; }
    public required long DashboardBytes { get; init; }
    public required double Seconds { get; init; }
}

/// <summary>What a milestone of a kind cost at most.</summary>
internal sealed record WaveCost(long Requests, double Seconds);
