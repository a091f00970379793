using System.Globalization;
using System.Text.Json;

namespace Campaigns.Benchmarks.Scale;

/// <summary><c>scale [--participants N…] [--until DATE] [--record]</c>.</summary>
internal static class ScaleCommand
{
    private const int WholeYearUpTo = 200_000;
    private static readonly DateOnly FirstQuarter = new(2026, 4, 30);
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static async Task<int> RunAsync(string[] args, CancellationToken cancellation)
    {
        var until = DateOnly.TryParse(args.SkipWhile(a => a != "--until").Skip(1).FirstOrDefault(), CultureInfo.InvariantCulture, out var day)
            ? day : (DateOnly?)null;
        int[] sizes = [.. args.SkipWhile(a => a != "--participants").Skip(1).TakeWhile(a => !a.StartsWith('-'))
            .Select(a => int.Parse(a, NumberStyles.AllowThousands, CultureInfo.InvariantCulture))];
        var all = new List<ScaleCounts>();
        foreach (var size in sizes.Length == 0 ? [10_000, 100_000, 1_000_000] : sizes)
        {
            var counts = await ScaleYear.RunAsync(size, until ?? (size > WholeYearUpTo ? FirstQuarter : null), Console.WriteLine, cancellation);
            Console.WriteLine(JsonSerializer.Serialize(counts, Format));
            all.Add(counts);
        }
        return 0;
    }
}
