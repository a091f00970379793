namespace Campaigns.Benchmarks.Scale;

/// <summary>
/// A year of any size, by arithmetic: what the engine does is a line through two whole years that were measured (so much whatever the size, so much a
/// participant), what people do is what one sheet and one file cost. One line a quarter of a participant's year is a file of at most 4 MiB.
/// </summary>
internal sealed class ScaleEstimate(ScaleCounts small, ScaleCounts large, Prices prices, int participants)
{
    /// <summary>The work that design section 5 calls the engine's.</summary>
    public const string Engine = "engine";

    private const int FilesAYear = 4;
    private const double RequestsASheet = 2;

    // The hint, the group's page, its counts; a group that changes often is counted once a minute.
    private const double RequestsARollUp = 3;

    // A read and a batch; every fourth file also leaves a hint that its group wants counting.
    private const double TableRequestsAFile = 2.25;

    // The check of the due index: each week a group's page and a range for each kind of record in it; each night the index's shards, its list and its markers.
    private const double RequestsACheckOfAGroup = 5;
    private const double RequestsANight = 20;
    private const double IdleRequestsAMinute = 3;
    private const double TimersAMinute = 4.2;
    private const double MinutesAYear = 365 * 24 * 60;

    // Measured on the Azure Storage backend of Durable Functions: an activity, an orchestration.
    private const double QueueOperationsAnActivity = 6.7;
    private const double TableRequestsAnActivity = 3;
    private const double QueueOperationsAnOrchestration = 3;
    private const double TableRequestsAnOrchestration = 6;
    private const int RowsAPageOfAGroup = 900;
    private static readonly string[] NotOfTheYear = ["measuring", "simulation", "idle", "dueTimes", "start", "other"];

    public int Participants => participants;

    public double Groups => Math.Ceiling(participants / (double)RowsAPageOfAGroup);

    public double Milestones => large.Milestones;

    /// <summary>Requests of the app's own account in a year by kind of work, people's among them.</summary>
    public IReadOnlyDictionary<string, double> Requests
    {
        get
        {
            var works = large.Requests.Keys.Except(NotOfTheYear).ToDictionary(w => w, w => Line(c => c.Requests.GetValueOrDefault(w)));
            works["sheets, plans, appraisals"] = Sheets * RequestsASheet;
            works["roll-ups, at most one a sheet"] = Sheets * RequestsARollUp;
            works["evidence (tables)"] = Files * TableRequestsAFile;
            works["the due index, held against the truth"] = (Groups * RequestsACheckOfAGroup * 52) + (RequestsANight * 365);
            works["idle ticks"] = IdleRequestsAMinute * MinutesAYear;
            return works;
        }
    }

    public double Sheets => participants * (double)large.HandedIn / large.Participants;

    public double Files => participants * (double)FilesAYear;

    public double History => Line(c => c.HistoryEvents);

    public double Activities => Line(c => c.Activities);

    public double Orchestrations => Line(c => c.Orchestrations);

    /// <summary>Executions as a consumption plan bills them: replays among them, at most one for each thing that an orchestration waited for.</summary>
    public double Executions => (Activities * 2) + (Orchestrations * 2) + Sheets + Files + (TimersAMinute * MinutesAYear);

    public double TableGigabytes => Line(c => c.TableBytes) / 1e9;

    public double DirectoryMegabytes => Line(c => c.DirectoryBytes) / 1048576;

    public double HubQueueOperations => (Activities * QueueOperationsAnActivity) + (Orchestrations * QueueOperationsAnOrchestration);

    public double HubTableRequests => (Activities * TableRequestsAnActivity) + (Orchestrations * TableRequestsAnOrchestration);

    /// <summary>The year's bill without bytes, line by line.</summary>
    public IReadOnlyList<(string What, double Dollars)> Bill =>
    [
        ("evidence, a write a file", prices.Of("blobWrites", Files)),
        ("table transactions of the app", prices.Of("tableTransactions", Requests.Values.Sum())),
        ("the hub on Azure Storage", prices.Of("queueOperations", HubQueueOperations) + prices.Of("tableTransactions", HubTableRequests)),
        ("executions", prices.Of("executions", Executions)),
    ];

    public double Total => Bill.Sum(b => b.Dollars);

    /// <summary>Bytes apart: what stands in tables after a year, kept for a year.</summary>
    public double TableCapacity => prices.Of("tableCapacity", TableGigabytes * 12);

    /// <summary>Requests of the largest wave of a kind.</summary>
    public double Wave(string kind) => Line(c => c.Waves.GetValueOrDefault(kind)?.Requests ?? 0);

    private double Line(Func<ScaleCounts, double> of)
    {
        var slope = (of(large) - of(small)) / (large.Participants - small.Participants);
        return Math.Max(0, of(large) + (slope * (participants - large.Participants)));
    }
}
