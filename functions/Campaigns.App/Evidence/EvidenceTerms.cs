using System.Globalization;
using Campaigns.App.Http;

namespace Campaigns.App.Evidence;

/// <summary>
/// What an uploader may say of a file beside its clause: other clauses that it serves, the evidence in whose place it comes, the day of what it shows (J10).
/// </summary>
public sealed record EvidenceTerms(IReadOnlyList<string> AlsoFor, string? Replaces, DateOnly? EffectiveOn)
{
    public const int MaxClauses = 20;

    public static EvidenceTerms None { get; } = new([], null, null);

    public bool IsNone => AlsoFor.Count == 0 && Replaces is null && EffectiveOn is null;

    /// <summary>The terms as they were sent, clauses with commas between; mistakes go to <paramref name="errors"/> under <paramref name="place"/>.</summary>
    internal static EvidenceTerms Of(string? also, string? replaces, string? effectiveOn, string place, Dictionary<string, string[]> errors)
    {
        var clauses = (also ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (clauses.Length > MaxClauses || clauses.Any(c => !RequestReader.IsSlug(c)))
            errors[place + "also"] = [$"must be at most {MaxClauses} ids of clauses with commas between"];
        if (replaces is not null && !RequestReader.IsSlug(replaces))
            errors[place + "replaces"] = ["is no id"];
        DateOnly? day = null;
        if (effectiveOn is not null)
        {
            if (DateOnly.TryParseExact(effectiveOn, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var read))
                day = read;
            else
                errors[place + "effectiveOn"] = ["must be a day such as 2026-03-02"];
        }
        return new(clauses, replaces, day);
    }
}
