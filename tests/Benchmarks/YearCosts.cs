using System.Globalization;
using System.Text.Json.Nodes;
using Campaigns.Local.Commands;

namespace Campaigns.Benchmarks;

/// <summary>
/// Rehearses a year of the sample county at several sizes and prints each budget with what was measured. Counts do not depend on the machine; seconds and
/// memory do and are printed for orientation.
/// </summary>
internal static class YearCosts
{
    public static async Task<int> PrintAsync(IReadOnlyList<int> sizes)
    {
        var years = new List<(int Townships, JsonNode Measured)>();
        foreach (var townships in sizes)
        {
            var file = Path.GetTempFileName();
            var code = await CommandTree.Build()
                .Parse(["rehearse", "--townships", townships.ToString(CultureInfo.InvariantCulture), "--summary", file])
                .InvokeAsync();
            if (code != 0)
                return code;
            years.Add((townships, JsonNode.Parse(await File.ReadAllTextAsync(file))!["measured"]!));
            File.Delete(file);
        }

        Console.WriteLine();
        Row("budget", [.. years.Select(y => $"{y.Townships} townships")], "allowed", "ratio");
        foreach (var line in years[0].Measured["budgets"]!.AsArray().Select(b => (string)b!["what"]!))
        {
            var budgets = years.ConvertAll(y => y.Measured["budgets"]!.AsArray().Single(b => (string?)b!["what"] == line)!);
            var last = budgets[^1];
            Row(
                $"{line} ({last["unit"]})",
                [.. budgets.Select(b => Number(b["measured"]!) + ((bool)b["met"]! ? "" : " !"))],
                Number(last["allowed"]!),
                Ratio(last["measured"]!, budgets[0]["measured"]!));
        }
        Row("seconds", [.. years.Select(y => Number(y.Measured["seconds"]!))], "", Ratio(years[^1].Measured["seconds"]!, years[0].Measured["seconds"]!));
        return 0;
    }

    private static void Row(string what, IReadOnlyList<string> measured, string allowed, string ratio) =>
        Console.WriteLine($"{what,-90}{string.Concat(measured.Select(m => $"{m,16}"))}{allowed,10}{ratio,8}");

    private static string Number(JsonNode value) => ((double)value).ToString("0.###", CultureInfo.InvariantCulture);

    private static string Ratio(JsonNode large, JsonNode small) =>
        (double)small == 0 ? "" : ((double)large / (double)small).ToString("0.00", CultureInfo.InvariantCulture);
}
