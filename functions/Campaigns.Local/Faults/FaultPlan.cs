using System.Text.Json;
using System.Text.Json.Serialization;
using Campaigns.Local.Clocks;
using Campaigns.Local.Rehearsal;

namespace Campaigns.Local.Faults;

/// <summary>
/// The process ends by SIGKILL at a storage call: the <see cref="Ordinal"/>th of its place, counted from 1 over all processes that share the record.
/// <see cref="Applied"/> says whether the storage has done the call by then; the answer is never seen.
/// </summary>
internal sealed record Kill(FaultPlace Place, long Ordinal, bool Applied);

/// <summary>What goes wrong between the app and its storage.</summary>
internal sealed record FaultPlan
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    public IReadOnlyList<Kill> Kills { get; init; } = [];

    /// <summary>Of every so many storage calls one is applied and its answer lost; 0 for none.</summary>
    public int LoseEvery { get; init; }

    /// <summary>What else storage calls meet with.</summary>
    public FaultMix Mix { get; init; } = new();

    /// <summary>How the clock of the app's machine is set while it runs.</summary>
    public IReadOnlyList<ClockStep> Steps { get; init; } = [];

    /// <summary>The file that keeps the counts and what has happened, so that a successor goes on counting; null for this process alone.</summary>
    public string? Record { get; init; }

    /// <summary>Reads a plan. Throws <see cref="FormatException"/> with the reason where the text is none.</summary>
    public static FaultPlan Parse(string json)
    {
        try
        {
            var plan = JsonSerializer.Deserialize<FaultPlan>(json, Json) ?? throw new FormatException("The plan of faults is empty.");
            return plan.Kills.Count <= FaultRecord.MostKills && plan.LoseEvery is 0 or > 1 && plan.Mix.IsSound && plan.Kills.All(k => k.Ordinal > 0)
                ? plan : throw new FormatException(
                    $"A plan has at most {FaultRecord.MostKills} kills, ordinals from 1, loses no more than every second answer "
                    + "and hits no more than every second call.");
        }
        catch (JsonException e)
        {
            throw new FormatException($"The plan of faults is not understood: {e.Message}", e);
        }
    }

    public string ToJson() => JsonSerializer.Serialize(this, Json);

    /// <summary>
    /// Draws kills from a seed: taking turns in a wave, a submission, a dispatch and the task hub, spread over the year of which an undisturbed run made
    /// <paramref name="calls"/>, half of them before the call is applied. Places without calls are left out.
    /// </summary>
    public static IReadOnlyList<Kill> DrawKills(int seed, int count, IReadOnlyDictionary<FaultPlace, long> calls)
    {
        // A disturbed year makes at least the calls of an undisturbed one, apart from those that go by real time; the margin keeps each ordinal inside it.
        const double Within = 0.9;
        FaultPlace[] places =
            [.. new[] { FaultPlace.Wave, FaultPlace.Submission, FaultPlace.Dispatch, FaultPlace.Hub }.Where(p => calls.GetValueOrDefault(p) > 0)];
        var kills = new List<Kill>();
        for (var n = 0; n < count && places.Length > 0; n++)
        {
            var place = places[n % places.Length];
            var (turn, turns) = (n / places.Length, (count - n % places.Length + places.Length - 1) / places.Length);
            var share = (turn + Choice.Share(seed, "kill", place.ToString(), $"{turn}")) / turns;
            kills.Add(new Kill(place, 1 + (long)(share * Within * calls[place]), Choice.Share(seed, "applied", place.ToString(), $"{turn}") < 0.5));
        }
        return [.. kills.Distinct()];
    }
}
