namespace Campaigns.Rules.Definitions;

/// <summary>
/// A campaign as its authority wrote it (B1, B2, B6, K1–K4): who takes part, by which standards, in which phases, with what quotas.
/// Data, never code; immutable; a cycle freezes the version that it started with. Every list keeps the order of the document.
/// </summary>
public sealed record CampaignDefinition
{
    /// <summary>Slug, unique within the deployment.</summary>
    public required string Id { get; init; }
    public required LocalizedText Title { get; init; }
    public required Authority Authority { get; init; }
    public required Programme Programme { get; init; }
    public required IReadOnlyList<Track> Tracks { get; init; }
    public required IReadOnlyList<Standard> Standards { get; init; }
    public required IReadOnlyList<Phase> Phases { get; init; }
    public required IReadOnlyList<Ladder> Ladders { get; init; }
    /// <summary>Values that the authority enters each year and targets refer to (K5).</summary>
    public IReadOnlyList<Reference> References { get; init; } = [];
    /// <summary>The campaign's own indicators (B3, K6).</summary>
    public IReadOnlyList<Target> Targets { get; init; } = [];
    /// <summary>How findings are rectified (E3, E5).</summary>
    public Rectification Rectification { get; init; } = Rectification.Usual;
    /// <summary>How reports from the public are heard (K17); null where none are taken.</summary>
    public ReportTerms? Reports { get; init; }
    /// <summary>Rules that raise warning cards by themselves (E4).</summary>
    public IReadOnlyList<WarningRule> Warnings { get; init; } = [];
    /// <summary>What holds for every appraisal (E1).</summary>
    public ReviewRules Review { get; init; } = ReviewRules.None;
    /// <summary>The most that a year may ask of a participant (L3).</summary>
    public Burden Burden { get; init; } = Burden.Unbounded;
    /// <summary>What a pause makes of the dates that were left (J5).</summary>
    public PausePolicy Pause { get; init; }

    /// <summary>The leading group that every participant sets up at the start (K9); null where none is asked for.</summary>
    public LeadingGroupRules? LeadingGroup { get; init; }

    public Track Track(string id) => Tracks.Single(t => t.Id == id);
    public Standard Standard(string id) => Standards.Single(s => s.Id == id);
    public Phase Phase(string id) => Phases.Single(p => p.Id == id);
    public Ladder Ladder(string id) => Ladders.Single(l => l.Id == id);

    /// <summary>The definition as it is in one year: without the phases that do not come in it (G8), and without mention of them.</summary>
    public CampaignDefinition ForYear(int year) => Phases.All(p => p.ComesIn(year)) ? this : this with
    {
        Phases = [.. Phases.Where(p => p.ComesIn(year)).Select(p => p with { Covers = [.. p.Covers.Where(c => Phase(c).ComesIn(year))] })],
    };

    /// <summary>The phases that a participant of <paramref name="track"/> goes through, in the document's order.</summary>
    public IEnumerable<Phase> PhasesOf(string track) => Phases.Where(p => p.Concerns(track));
}

/// <summary>Who announces the campaign: the unit at the top of the tree, its IANA time zone, the id of its holiday tables (for example <c>cn</c>) and its
/// hours.</summary>
public sealed record Authority(string Unit, string Zone, string Workdays, TimeOnly OpensAt, TimeOnly DueAt);

/// <summary>The years of the programme, inclusive, with the theme of each where there is one (B5).</summary>
public sealed record Programme(int FirstYear, int LastYear, IReadOnlyDictionary<int, LocalizedText> Themes)
{
    /// <summary>How the next year begins (C5).</summary>
    public NextYear Next { get; init; }
    /// <summary>What a year hands on to the next (J24); all of it unless the definition says less.</summary>
    public IReadOnlyList<Carried> Carries { get; init; } = [Carried.Classes, Carried.Disqualifications, Carried.Honours];
}
