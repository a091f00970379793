using System.Diagnostics;
using System.Globalization;

namespace Campaigns.Local.Hosting;

/// <summary>
/// Tells whether a process of this machine still lives. A process id is used again some day, so a process is its id together with its start.
/// </summary>
internal static class ProcessLife
{
    const int StartField = 22;

    /// <summary>When this process started, as text that only its equal is the same as.</summary>
    public static string OwnStart { get; } = StartOf(Environment.ProcessId) ?? "";

    /// <summary>True only when it is certain that the process that started at <paramref name="start"/> is no longer there.</summary>
    public static bool IsGone(int process, string start) => StartOf(process) != start;

    // Linux keeps the start as a count of ticks since boot, which no adjustment of the clock moves.
    static string? StartOf(int process) => OperatingSystem.IsLinux() ? TicksOf(process) : TimeOf(process);

    static string? TicksOf(int process)
    {
        try
        {
            var stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/stat"));
            // The second field is the program's name in parentheses, which may hold anything; what follows it is numbers after the state.
            var fields = stat[(stat.LastIndexOf(')') + 2)..].Split(' ');
            return fields[0] is "Z" or "X" ? null : fields[StartField - 3];
        }
        catch (IOException)
        {
            return null;
        }
    }

    static string? TimeOf(int process)
    {
        try
        {
            using var running = Process.GetProcessById(process);
            return running.HasExited ? null : running.StartTime.ToUniversalTime().ToString("yyyy-MM-ddTHH:mm:ss", CultureInfo.InvariantCulture);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            return null;
        }
    }
}
