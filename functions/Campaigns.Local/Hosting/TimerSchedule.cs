using Microsoft.Azure.Functions.Worker;
using Microsoft.Extensions.Configuration;
using NCrontab;

namespace Campaigns.Local.Hosting;

/// <summary>Schedules of timer functions: six fields of NCRONTAB in UTC, written out or as the name of a setting.</summary>
static class TimerSchedule
{
    /// <summary>The schedule, or null where the text is not six fields of NCRONTAB.</summary>
    public static CrontabSchedule? Parse(string schedule) =>
        CrontabSchedule.TryParse(schedule, new CrontabSchedule.ParseOptions { IncludingSeconds = true });

    /// <summary>The setting's name where the schedule is written <c>%NAME%</c>, else null.</summary>
    public static string? Setting(string schedule) => schedule is ['%', .. { Length: > 0 } name, '%'] ? name : null;

    /// <summary>The schedule of a timer function.</summary>
    /// <exception cref="FunctionRefusedException">A setting that the schedule names is missing or not six fields of NCRONTAB.</exception>
    public static CrontabSchedule Of(HostedFunction function, IConfiguration configuration)
    {
        var written = ((TimerTriggerAttribute)function.Trigger).Schedule;
        var text = Setting(written) is { } setting ? configuration[setting] : written;
        return (text is null ? null : Parse(text))
            ?? throw new FunctionRefusedException($"{function.Definition.EntryPoint} has the schedule {written}, which is no six fields of NCRONTAB: {text}.");
    }
}
