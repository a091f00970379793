namespace Microsoft.Azure.Functions.Worker;

/// <summary>The state of a timer's schedule.</summary>
public class ScheduleStatus
{
    /// <summary>The last firing.</summary>
    public DateTime Last { get; set; }

    /// <summary>The next firing expected.</summary>
    public DateTime Next { get; set; }

    /// <summary>When this state was written.</summary>
    public DateTime LastUpdated { get; set; }
}
