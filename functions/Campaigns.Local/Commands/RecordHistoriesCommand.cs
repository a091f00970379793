using System.CommandLine;
using Campaigns.App.Cycles;
using Campaigns.Local.Replay;

namespace Campaigns.Local.Commands;

/// <summary>
/// <c>record-histories DIR</c>: runs a year in which every orchestrator goes every way that matters and keeps a history of each, for the tests that replay
/// them. Run it with <c>tests/Local.Tests/Replay/Histories</c> when an orchestration version is added, before it is deployed. It never writes over a file.
/// </summary>
internal static class RecordHistoriesCommand
{
    public static Command Build()
    {
        var into = new Argument<DirectoryInfo>("dir") { Description = "The folder of histories; those of the newest version are added to it." };
        var command = new Command("record-histories", "A tool for whoever changes orchestrators: records what the replay tests replay (two minutes).") { into };
        command.SetAction((parsed, cancellation) => CommandEnding.OfAsync(
            parsed, () => RunAsync(parsed.GetRequiredValue(into), parsed.InvocationConfiguration.Output, cancellation), cancellation));
        return command;
    }

    static async Task<int> RunAsync(DirectoryInfo into, TextWriter output, CancellationToken cancellation)
    {
        var recorder = new HistoryRecorder();
        await new RecordedYear(recorder, output.WriteLine).RunAsync(cancellation);
        await using var host = ReplayHost.Create();
        var texts = recorder.Pick(host.Orchestrators);
        foreach (var added in new HistoryFolder(into).Add(OrchestrationVersion.Newest.Current, texts))
            output.WriteLine($"recorded {added}");
        var missing = HistoryCase.All.Except(texts.Keys).ToList();
        foreach (var none in missing)
            output.WriteLine($"NOT RECORDED {none.Orchestrator}/{none.Name}: no generation went this way");
        return missing.Count == 0 ? 0 : 1;
    }
}
