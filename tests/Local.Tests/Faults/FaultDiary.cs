using System.Runtime.CompilerServices;
using Campaigns.Local.Faults;
using Xunit.Abstractions;

namespace Campaigns.Local.Tests.Faults;

/// <summary>
/// Tells what a year under faults went through: to the test's own output, and to the file that <c>CAMPAIGNS_FAULTS_LOG</c> names, which CI prints.
/// </summary>
internal sealed class FaultDiary(ITestOutputHelper output)
{
    static readonly Lock Gate = new();

    public void Write(FaultyYear year, FaultyYear undisturbed, [CallerMemberName] string test = "")
    {
        string[] lines = [test, .. FaultReport.Of(year, undisturbed.Aftermath).Select(l => $"  {l}")];
        foreach (var line in lines)
            output.WriteLine(line);
        if (Environment.GetEnvironmentVariable("CAMPAIGNS_FAULTS_LOG") is not { Length: > 0 } file)
            return;
        lock (Gate)
            File.AppendAllLines(file, lines);
    }
}
