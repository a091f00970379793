namespace Microsoft.Azure.Functions.Worker;

/// <summary>What a timer function is told about its firing.</summary>
public class TimerInfo
{
    /// <summary>The schedule's state; null where it is not monitored.</summary>
    public ScheduleStatus? ScheduleStatus { get; set; }

    /// <summary>Whether this firing comes later than it was scheduled.</summary>
    public bool IsPastDue { get; set; }
}
