using System.Text.Json;

namespace Campaigns.Benchmarks.Scale;

/// <summary>List prices as <c>infra/prices.json</c> has them: the one place where they stand.</summary>
internal sealed record Prices(DateOnly Date, string Currency, string Region, IReadOnlyDictionary<string, Price> All)
{
    public static Prices Read(string json)
    {
        using var document = JsonDocument.Parse(json);
        var root = document.RootElement;
        return new(
            DateOnly.Parse(root.GetProperty("date").GetString()!, System.Globalization.CultureInfo.InvariantCulture),
            root.GetProperty("currency").GetString()!, root.GetProperty("region").GetString()!,
            root.GetProperty("prices").Deserialize<Dictionary<string, Price>>(JsonSerializerOptions.Web)!);
    }

    /// <summary>What so many units of a thing cost.</summary>
    public double Of(string thing, double units) => units * All[thing].Amount / All[thing].Per;
}

/// <summary>A price; <see cref="Confirmed"/> is false where nobody has looked it up.</summary>
internal sealed record Price(
    [property: System.Text.Json.Serialization.JsonPropertyName("price")] double Amount, double Per, string Unit, bool Confirmed, string Source);
