using System.Globalization;
using Campaigns.Local.Faults;
using Campaigns.Local.Rehearsal;
using Campaigns.Rules.Calendar;

namespace Campaigns.Local.Commands;

/// <summary>
/// Rehearses the same year twice, once in peace and once under faults, and says whether both left the same behind: <c>rehearse --kills 20</c>,
/// <c>rehearse --lose-every 7</c>.
/// </summary>
internal sealed class FaultDrill(RehearsalPlan plan, HolidayTables holidays, IRehearsalView view)
{
    readonly FaultyRehearsal _rehearsal = new(plan, holidays, view);

    /// <summary>Runs both years; true when the disturbed one left behind what it had to, and every kill happened.</summary>
    public async Task<bool> RunAsync(int kills, int loseEvery, CancellationToken cancellation)
    {
        view.Note("A year without faults, to compare with.");
        var quiet = await _rehearsal.RunHereAsync(new FaultPlan(), cancellation);
        view.Note($"Done in {Seconds(quiet)}; storage calls: {Calls(quiet)}.");

        var faults = new FaultPlan { Kills = FaultPlan.DrawKills(plan.Seed, kills, quiet.Calls), LoseEvery = loseEvery };
        foreach (var kill in faults.Kills)
            view.Note($"  SIGKILL at call {kill.Ordinal} of {Name(kill.Place)}, {(kill.Applied ? "after" : "before")} it was applied");
        if (loseEvery > 0)
            view.Note($"  The answer to every {loseEvery}th storage call is lost after it was applied.");
        view.Note("The same year under these faults, the app in a process of its own.");
        var disturbed = await _rehearsal.RunApartAsync(faults, cancellation);

        view.Note($"Done in {Seconds(disturbed)}; storage calls: {Calls(disturbed)}.");
        view.Note($"The app was killed {disturbed.Deaths} times: {string.Join(", ", disturbed.Kills.GroupBy(k => k.Place).Select(g => $"{g.Count()} in {Name(g.Key)}"))}; {disturbed.Lost} answers were lost.");
        view.Note($"{disturbed.Aftermath.Messages.Count} messages arrived, {disturbed.Aftermath.Repeated} of them again ({disturbed.Deaths * Aftermath.RepeatsAKill} allowed); "
            + $"{disturbed.Aftermath.Items.Count} items, {disturbed.Aftermath.Notices.Count} notices; ledgers {disturbed.Aftermath.Result["ledgers"]!["verified"]} verified.");
        var differences = disturbed.Aftermath.DifferencesFrom(quiet.Aftermath, disturbed.Deaths).ToList();
        differences.AddRange(faults.Kills.Except(disturbed.Kills).Select(k => $"the kill at call {k.Ordinal} of {Name(k.Place)} did not happen"));
        foreach (var difference in differences)
            view.Note($"  DIFFERENT {difference}");
        view.Note(differences.Count == 0 ? "Both years left the same behind." : $"{differences.Count} differences.");
        return differences.Count == 0;
    }

    static string Seconds(FaultyYear year) => string.Create(CultureInfo.InvariantCulture, $"{year.Took.TotalSeconds:0} s");

    static string Calls(FaultyYear year) => string.Join(", ", year.Calls.Select(c => $"{Name(c.Key)} {c.Value}"));

    static string Name(FaultPlace place) => place switch
    {
        FaultPlace.Wave => "waves",
        FaultPlace.Submission => "submissions",
        FaultPlace.Dispatch => "dispatches",
        FaultPlace.Hub => "the task hub",
        _ => "other work",
    };
}
