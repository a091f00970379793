using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Campaigns.Benchmarks.Scale.Store;
using Campaigns.Local.Commands;

namespace Campaigns.Benchmarks.Scale;

/// <summary>
/// <c>scale [--participants N…] [--until DATE] [--record]</c> runs years and prints them against their budgets; <c>--record</c> keeps the counts in
/// <c>infra/scale.json</c>. <c>scale --write</c> makes the tables of <c>infra/scale.md</c> anew from what is kept. <c>scale --check</c> runs a small year on
/// the counting store and on the emulator, and says whether both left the same.
/// </summary>
internal static class ScaleCommand
{
    private const string Kept = "infra/scale.json";
    private const string PricesFile = "infra/prices.json";
    private const string Page = "infra/scale.md";
    private const int WholeYearUpTo = 200_000;
    private static readonly DateOnly FirstQuarter = new(2026, 4, 30);

    private static readonly JsonSerializerOptions Format =
        new(JsonSerializerDefaults.Web) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        if (args.Contains("--check"))
            return await CheckAsync(cancellation);
        var prices = Prices.Read(await File.ReadAllTextAsync(PricesFile, cancellation));
        if (!args.Contains("--write"))
        {
            var counts = await MeasureAsync(args, cancellation);
            Console.WriteLine(ScalePage.Tables(counts, prices));
            if (args.Contains("--record"))
                await KeepAsync(counts, cancellation);
            return 0;
        }
        var page = await File.ReadAllTextAsync(Page, cancellation);
        await File.WriteAllTextAsync(Page, ScalePage.Write(page, Read(await File.ReadAllTextAsync(Kept, cancellation)), prices), cancellation);
        return 0;
    }

    /// <summary>The counts that are kept, smallest first.</summary>
    public static IReadOnlyList<ScaleCounts> Read(string json) => JsonSerializer.Deserialize<List<ScaleCounts>>(json, Format)!;

    private static async Task<IReadOnlyList<ScaleCounts>> MeasureAsync(string[] args, CancellationToken cancellation)
    {
        var until = DateOnly.TryParse(args.SkipWhile(a => a != "--until").Skip(1).FirstOrDefault(), CultureInfo.InvariantCulture, out var day)
            ? day : (DateOnly?)null;
        int[] sizes = [.. args.SkipWhile(a => a != "--participants").Skip(1).TakeWhile(a => !a.StartsWith('-'))
            .Select(a => int.Parse(a, NumberStyles.AllowThousands, CultureInfo.InvariantCulture))];
        var all = new List<ScaleCounts>();
        var enough = false;
        // Ends the run at the next milestone, and counts what there is.
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, signal => signal.Cancel = enough = true);
        foreach (var size in sizes.Length == 0 ? [10_000, 100_000, 1_000_000] : sizes)
        {
            var last = until ?? (size > WholeYearUpTo ? FirstQuarter : null);
            all.Add(await ScaleYear.RunAsync(size, last, () => enough, Console.WriteLine, cancellation));
            Console.WriteLine(JsonSerializer.Serialize(all[^1], Format));
        }
        return all;
    }

    private static async Task KeepAsync(IReadOnlyList<ScaleCounts> counts, CancellationToken cancellation)
    {
        var before = File.Exists(Kept) ? Read(await File.ReadAllTextAsync(Kept, cancellation)) : [];
        var all = before.Where(b => counts.All(c => c.Participants != b.Participants)).Concat(counts).OrderBy(c => c.Participants);
        await File.WriteAllTextAsync(Kept, JsonSerializer.Serialize(all, Format) + "\n", cancellation);
    }

    private static async Task<int> CheckAsync(CancellationToken cancellation)
    {
        await using var store = await StoreProcess.StartAsync();
        var counted = await YearAsync(["--storage", store.Address.ConnectionString], cancellation);
        var emulated = await YearAsync([], cancellation);
        var same = JsonNode.DeepEquals(counted, emulated);
        Console.WriteLine(same ? "The counting store left what the emulator leaves." : "The counting store left something else than the emulator.");
        return same ? 0 : 1;
    }

    private static async Task<JsonNode> YearAsync(string[] options, CancellationToken cancellation)
    {
        var file = Path.GetTempFileName();
        await CommandTree.Build().Parse(["rehearse", "--townships", "1", "--summary", file, .. options]).InvokeAsync(cancellationToken: cancellation);
        var result = JsonNode.Parse(await File.ReadAllTextAsync(file, cancellation))!["result"]!;
        File.Delete(file);
        return result;
    }
}
