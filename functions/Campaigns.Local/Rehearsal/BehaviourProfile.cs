using System.Text.Json;
using System.Text.Json.Serialization;

namespace Campaigns.Local.Rehearsal;

/// <summary>
/// How simulated people behave, as shares between 0 and 1 (requirement: at least 5 % late, 2 % silent, 5 % returned by default). What a unit does in a phase is
/// drawn from these by <see cref="Choice"/>; what the shares of <see cref="Early"/> to <see cref="Late"/> leave over is silent.
/// </summary>
public sealed record BehaviourProfile
{
    /// <summary>Hands in during the first half of the time allowed.</summary>
    public double Early { get; init; } = 0.24;
    /// <summary>Hands in during the second half, not on the last day's evening.</summary>
    public double OnTime { get; init; } = 0.40;
    /// <summary>Hands in within the last hour before the due instant.</summary>
    public double LastHour { get; init; } = 0.14;
    /// <summary>Hands in after the due instant, within the grace.</summary>
    public double InGrace { get; init; } = 0.08;
    /// <summary>Hands in after the grace, before the lock; where a phase has no such time, tries once after the lock and is refused.</summary>
    public double Late { get; init; } = 0.09;
    /// <summary>Of those who would stay silent: who ask for an extension before the due date.</summary>
    public double Extended { get; init; }
    /// <summary>Of those who would stay silent: who state that there is nothing to report.</summary>
    public double NilReturned { get; init; }
    /// <summary>Sheets that a reviewer sends back once, of those handed in.</summary>
    public double Returned { get; init; } = 0.08;
    /// <summary>Returned sheets that are not reworked in time.</summary>
    public double ReworkMissed { get; init; } = 0.10;
    /// <summary>Appraisals that a reviewer hands in after their due instant.</summary>
    public double ReviewLate { get; init; } = 0.04;
    /// <summary>Appraisals that a reviewer never hands in.</summary>
    public double ReviewMissed { get; init; } = 0.005;
    /// <summary>Units whose self-score is above what they did.</summary>
    public double Inflated { get; init; } = 0.10;
    /// <summary>Mean quality of the participants of a track, by track id; see <see cref="QualityOf"/> for the others.</summary>
    public IReadOnlyDictionary<string, double> Quality { get; init; } = new Dictionary<string, double>();
    /// <summary>How far the participants of a track lie apart: the standard deviation of their quality.</summary>
    public double Spread { get; init; } = 0.07;
    /// <summary>Mean quality where <see cref="Quality"/> names no other.</summary>
    public double UsualQuality { get; init; } = 0.90;
    /// <summary>Mean quality of a track in a lean year: fewer are eligible than there are honours.</summary>
    public double LeanQuality { get; init; } = 0.64;
    /// <summary>How likely a track has a lean year under a seed. Under seed 1 no track of the sample has one; under seed 2 some have.</summary>
    public double LeanYears { get; init; } = 0.25;
    /// <summary>Participants with an event that a veto clause counts.</summary>
    public double Vetoed { get; init; } = 0.004;
    /// <summary>Visits of inspectors that end with a finding.</summary>
    public double Findings { get; init; } = 0.45;
    /// <summary>Findings that are fixed only after their deadline.</summary>
    public double FixedLate { get; init; } = 0.20;
    /// <summary>Findings that are never fixed.</summary>
    public double NeverFixed { get; init; } = 0.05;
    /// <summary>Fixes that do not hold at first.</summary>
    public double FixRejected { get; init; } = 0.15;
    /// <summary>Findings whose deadline the authority extends.</summary>
    public double FindingExtended { get; init; } = 0.08;
    /// <summary>Findings that turn out to be falsified.</summary>
    public double Falsified { get; init; } = 0.06;
    /// <summary>Open warning cards that the authority clears by decision at the end of an inspection.</summary>
    public double CardsCleared { get; init; } = 0.30;
    /// <summary>Calendar days for which the authority pauses the cycle once, while no phase is open; 0 for never (J5).</summary>
    public int PauseDays { get; init; }
    /// <summary>Calendar days by which it then moves the due date of the phase that opens next; 0 for not at all (J3).</summary>
    public int AmendDays { get; init; }
    /// <summary>Weights of one, two, three, ... files with a sheet.</summary>
    public IReadOnlyList<double> Files { get; init; } = [0.6, 0.3, 0.1];

    /// <summary>The authority changes the calendar while the cycle runs.</summary>
    [JsonIgnore]
    public bool MovesTheCalendar => PauseDays > 0 || AmendDays > 0;

    /// <summary>The track's mean quality under a seed.</summary>
    public double QualityOf(int seed, string track) =>
        Quality.TryGetValue(track, out var quality) ? quality : Choice.Share(seed, "lean", track) < LeanYears ? LeanQuality : UsualQuality;

    /// <summary>How many files go with a sheet, by a share in [0, 1).</summary>
    public int FilesAt(double share)
    {
        var of = Files.Sum();
        for (var n = 0; n < Files.Count; n++)
        {
            share -= Files[n] / of;
            if (share < 0)
                return n + 1;
        }
        return Files.Count;
    }

    /// <summary>
    /// Reads a profile from JSON; what it does not name keeps its default. Throws <see cref="FormatException"/> with the reason where it cannot be
    /// one.
    /// </summary>
    public static BehaviourProfile Parse(string json)
    {
        BehaviourProfile? profile;
        try
        {
            profile = JsonSerializer.Deserialize<BehaviourProfile>(json, Options);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The behaviour is not understood: {e.Message}", e);
        }
        if (profile is null)
            throw new FormatException("The behaviour is empty.");
        double[] shares =
        [
            profile.Early, profile.OnTime, profile.LastHour, profile.InGrace, profile.Late, profile.Extended, profile.NilReturned, profile.Returned,
            profile.ReworkMissed, profile.ReviewLate,
            profile.ReviewMissed, profile.Inflated, profile.Spread, profile.UsualQuality, profile.LeanQuality, profile.LeanYears, profile.Vetoed,
                profile.Findings, profile.FixedLate, profile.NeverFixed, profile.FixRejected, profile.FindingExtended, profile.Falsified, profile.CardsCleared,
                .. profile.Quality.Values,
        ];
        if (shares.Any(s => s is not (>= 0 and <= 1)))
            throw new FormatException("Every share of a behaviour lies between 0 and 1.");
        if (profile.PauseDays is < 0 or > MostDays || profile.AmendDays is < 0 or > MostDays)
            throw new FormatException($"pauseDays and amendDays lie between 0 and {MostDays}.");
        if (shares[..5].Sum() > 1 + 1e-9)
            throw new FormatException("early, onTime, lastHour, inGrace and late add up to more than 1.");
        if (profile.Files.Count == 0 || profile.Files.Any(w => w < 0) || profile.Files.Sum() <= 0)
            throw new FormatException("files needs at least one weight above 0, and none below.");
        return profile;
    }

    const int MostDays = 60;

    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
    };
}
