using System.Globalization;
using Campaigns.Local.Faults;
using Campaigns.Local.Rehearsal;
using Campaigns.Rules.Calendar;

namespace Campaigns.Local.Commands;

/// <summary>
/// Rehearses the same year twice, once in peace and once under faults, and says whether both left the same behind: <c>rehearse --kills 20</c>,
/// <c>rehearse --faults all --hosts 2</c>.
/// </summary>
internal sealed class FaultDrill(RehearsalPlan plan, HolidayTables holidays, IRehearsalView view)
{
    readonly FaultyRehearsal _rehearsal = new(plan, holidays, view);

    /// <summary>Runs both years; true when the disturbed one left behind what it had to, and every kill happened.</summary>
    public async Task<bool> RunAsync(FaultPlan wanted, int kills, int hosts, CancellationToken cancellation)
    {
        view.Note("A year without faults, to compare with.");
        var quiet = await _rehearsal.RunHereAsync(new FaultPlan(), cancellation);
        view.Note($"Done in {Seconds(quiet)}; storage calls: {Calls(quiet)}.");

        var faults = wanted with { Kills = FaultPlan.DrawKills(plan.Seed, kills, quiet.Calls) };
        foreach (var kill in faults.Kills)
            view.Note($"  SIGKILL at call {kill.Ordinal} of {FaultReport.Name(kill.Place)}, {(kill.Applied ? "after" : "before")} it was applied");
        view.Note($"The same year under these faults, the app {(hosts == 1 ? "in a process of its own" : "on two hosts")}.");
        var disturbed = hosts == 1 ? await _rehearsal.RunApartAsync(faults, cancellation) : await OnTwoAsync(faults, cancellation);

        foreach (var line in FaultReport.Of(disturbed, quiet.Aftermath).Concat(FaultReport.OfKills(disturbed)))
            view.Note(line);
        var differences = disturbed.Aftermath.DifferencesFrom(quiet.Aftermath, disturbed.CutShort).ToList();
        differences.AddRange(disturbed.Drivers?.Differences(disturbed.Takeovers.Midway) ?? []);
        // Of two hosts the one that does the work at the moment comes to its place, the other perhaps never.
        if (hosts == 1)
            differences.AddRange(faults.Kills.Except(disturbed.Kills)
                .Select(k => $"the kill at call {k.Ordinal} of {FaultReport.Name(k.Place)} did not happen"));
        foreach (var difference in differences)
            view.Note($"  DIFFERENT {difference}");
        view.Note(differences.Count == 0 ? "Both years left the same behind." : $"{differences.Count} differences.");
        return differences.Count == 0;
    }

    static string Seconds(FaultyYear year) => string.Create(CultureInfo.InvariantCulture, $"{year.Took.TotalSeconds:0} s");

    static string Calls(FaultyYear year) => string.Join(", ", year.Calls.Select(c => $"{FaultReport.Name(c.Key)} {c.Value}"));

    // Each host makes about half of the calls; it is killed at every second place. The cycle is taken over twice a quarter.
    Task<FaultyYear> OnTwoAsync(FaultPlan faults, CancellationToken cancellation)
    {
        var days = Enumerable.Range(0, 8).Select(n => new DateOnly(plan.Year, 1 + n / 2 * 3, 10 + n % 2 * 2)).ToList();
        var halved = faults.Kills.Select(k => k with { Ordinal = 1 + k.Ordinal / 2 }).ToList();
        var first = faults with { Kills = [.. halved.Where((_, n) => n % 2 == 0)] };
        var second = faults with { Kills = [.. halved.Where((_, n) => n % 2 == 1)], Mix = faults.Mix with { Seed = faults.Mix.Seed + 1 } };
        return _rehearsal.RunOnTwoAsync(first, second, comeBack: true, days, cancellation);
    }
}
