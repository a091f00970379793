using System.Text.Json.Nodes;

namespace Campaigns.Local.Rehearsal.Summaries;

/// <summary>One budget of design section 5: what was measured against what is allowed. <see cref="Unit"/> says of what.</summary>
internal sealed record BudgetLine(string What, double Measured, double Allowed, string Unit)
{
    public bool Met => Measured <= Allowed;
}

/// <summary>
/// What the year cost, as the app's process counted it: storage requests by table, operation and kind of work; the task hub's history, orchestrations and
/// activities; memory. Counts begin anew when the app is started again, so they speak of an undisturbed run.
/// </summary>
internal sealed class Measurements(JsonNode measured, JsonNode result, double seconds, long requests)
{
    public JsonObject ToJson() => new()
    {
        ["seconds"] = Math.Round(seconds, 1),
        ["httpRequests"] = requests,
        ["storage"] = measured["storage"]!.DeepClone(),
        ["storageByWork"] = ByWork(),
        ["hub"] = measured["hub"]!.DeepClone(),
        ["memory"] = measured["memory"]!.DeepClone(),
        ["processorSeconds"] = measured["processorSeconds"]?.DeepClone(),
        ["mail"] = measured["mail"]?.DeepClone(),
        ["budgets"] = new JsonArray([.. Budgets().Select(b => new JsonObject
        {
            ["what"] = b.What, ["measured"] = Math.Round(b.Measured, 3), ["allowed"] = b.Allowed, ["unit"] = b.Unit, ["met"] = b.Met,
        })]),
    };

    /// <summary>The budgets that a rehearsal can tell.</summary>
    public IReadOnlyList<BudgetLine> Budgets()
    {
        var participants = result["participants"]!.AsObject().Sum(p => p.Value!.GetValue<int>());
        var milestones = result["milestones"]!.AsArray().Count;
        var groups = measured["groups"]?.GetValue<int>() ?? 1;
        var notices = measured["mail"]?["messages"]?.GetValue<long>() ?? 0;
        var sheets = result["phases"]!.AsArray().Where(p => p!["kind"]!.GetValue<string>() is "selfCheck" or "summary" or "dutyReport")
            .Sum(p => p!["actual"]!.GetValue<int>() + p["returned"]!.GetValue<int>());
        var hub = measured["hub"]!;
        List<BudgetLine> lines =
        [
            new("engine work (open, remind, escalate, lock, evaluate)", Per(Work("engine"), participants), participants >= 10_000 ? 0.5 : 0.8,
                "storage requests a participant and year"),
            new("delivery of notices", Per(Work("delivery"), notices), 0.1, "storage requests a message"),
            new("orchestrations and activities", Per(Hub("orchestrations") + Hub("activities"), milestones), 4 + groups + groups / 50.0, "a milestone"),
            new("history", Per(Hub("historyEvents"), participants), participants >= 100_000 ? 0.15 : participants >= 10_000 ? 0.3 : 2,
                "events a participant and year"),
            new("a submitted sheet beyond its evidence, caches warm", Per(Work("submission", "Participants"), sheets), 2, "storage requests a sheet"),
            new("memory of the app", (measured["memory"]!["peakWorkingSet"]?.GetValue<long>() ?? 0) / 1048576.0, 500, "MB at the peak"),
        ];
        return [.. lines.Where(l => !double.IsNaN(l.Measured))];

        long Hub(string name) => hub[name]?.GetValue<long>() ?? 0;
    }

    long Work(string work, string? resource = null) => measured["storage"]!.AsArray()
        .Where(s => s!["work"]!.GetValue<string>() == work && (resource is null || s["resource"]!.GetValue<string>() == resource))
        .Sum(s => s!["count"]!.GetValue<long>());

    JsonObject ByWork()
    {
        var works = new JsonObject();
        foreach (var work in measured["storage"]!.AsArray().GroupBy(s => s!["work"]!.GetValue<string>()).OrderBy(g => g.Key, StringComparer.Ordinal))
            works[work.Key] = work.Sum(s => s!["count"]!.GetValue<long>());
        return works;
    }

    static double Per(double what, double of) => of == 0 ? double.NaN : what / of;
}
