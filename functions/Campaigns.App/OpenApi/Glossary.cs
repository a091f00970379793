using System.Collections.Frozen;

namespace Campaigns.App.OpenApi;

/// <summary>What a name means wherever it stands in the document, said once: properties, and the ids in paths.</summary>
internal static class Glossary
{
    private static readonly FrozenDictionary<string, string> Words = new Dictionary<string, string>
    {
        ["allowedActions"] = "What this caller may do next, from the rules that will decide about it; empty where nothing is open.",
        ["opensAt"] = "From when it can be worked on; null while a year's calendar of working days is missing.",
        ["dueAt"] = "When it is due. What comes by then is on time.",
        ["graceUntil"] = "Until when it still counts as handed in, late.",
        ["lockedAt"] = "From when nothing is taken any more. Overdue is derived from these three, never stored.",
        ["reworkUntil"] = "Until when what was sent back may be handed in again.",
        ["continuation"] = "Asks for the next page; null on the last.",
        ["timeliness"] = "Where it stands against its instants: once handed in as it was then, before that by the clock.",
        ["version"] = "Counts how often it was handed in or written.",
        ["missingEvidence"] = "Files that are still missing, by clause.",
        ["submittedAt"] = "When it was received, in campaign time.",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Ids = new Dictionary<string, string>
    {
        ["cycle"] = "A year of a campaign: the campaign's id, a hyphen, the year.",
        ["campaign"] = "The campaign's id.",
        ["track"] = "A track of the campaign, as its definition names it.",
        ["unit"] = "The unit's id, or the person's in a track of individuals.",
        ["phase"] = "A phase of the track, as the definition names it.",
        ["person"] = "The person's id: the token's `oid`.",
        ["template"] = "The template's id.",
        ["cluster"] = "The cluster's id.",
        ["group"] = "A group of participants, for example `g-1`.",
        ["clause"] = "A clause of the standard.",
        ["pledge"] = "The pledge's id, chosen by whoever makes it.",
        ["record"] = "The record's id, chosen by whoever keeps it.",
        ["inspection"] = "The inspection's id.",
        ["finding"] = "The finding's id.",
        ["department"] = "Id of the department that is asked.",
        ["nominator"] = "Id of the unit that nominates.",
        ["webhook"] = "The webhook's id, chosen by whoever sets it up.",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Others = new Dictionary<string, string>
    {
        ["version"] = "Number of a version, from 1.",
        ["kind"] = "A kind of record.",
        ["bulletin"] = "The bulletin's id.",
        ["id"] = "Its id, as it was given.",
    }.ToFrozenDictionary();

    /// <summary>What a property means; null for one that says it by its name.</summary>
    public static string? Of(string property) => Words.GetValueOrDefault(property);

    /// <summary>Whether a path's value is an id in the shape of <see cref="Http.RequestReader.IsSlug"/>.</summary>
    public static bool IsId(string name) => Ids.ContainsKey(name);

    /// <summary>What a path's value is.</summary>
    public static string InPath(string name) => Ids.GetValueOrDefault(name) ?? Others.GetValueOrDefault(name)
        ?? throw new InvalidOperationException($"Say in {nameof(Glossary)} what {{{name}}} in a path is.");
}
