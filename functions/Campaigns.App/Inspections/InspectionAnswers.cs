using Campaigns.Rules.Definitions;
using Campaigns.Rules.Inspections;

namespace Campaigns.App.Inspections;

/// <summary>Which participant to check without a plan, and why; the inspector may be named.</summary>
public sealed record OrderBody(string Track, string Unit, string Reason, string? Inspector = null);

/// <summary>What was seen; the score on the scale of the track's standard.</summary>
public sealed record VisitBody(decimal? Score = null, string? Notes = null);

/// <summary>A finding; without a number of days it is due as the definition says.</summary>
public sealed record FindingBody(string Text, string? Clause = null);

public sealed record FixBody(string Text, IReadOnlyList<string> Evidence);

public sealed record VerifyBody(string? Comment = null);

/// <summary>A decision that has to be explained.</summary>
public sealed record ReasonBody(string Reason);

/// <summary>More time: until the due hour of that day.</summary>
public sealed record ExtendBody(DateOnly Until, string Reason);

/// <summary>An inspection as its readers see it.</summary>
public sealed record InspectionAnswer(
    string Id, string Track, string Unit, InspectionOrigin Origin, string? Phase, string? Inspector, string? Reason, DateTimeOffset OrderedAt, Visit? Visit)
{
    internal static InspectionAnswer Of(string track, string unit, Inspection inspection) => new(
        inspection.Id, track, unit, inspection.Origin, inspection.Phase, inspection.Inspector, inspection.Reason, inspection.OrderedAt, inspection.Visit);
}

/// <summary>
/// What an act on an inspection came to; <see cref="ExceedsBurden"/> where the participant had more visits than the definition allows a year (L3).
/// </summary>
public sealed record InspectionOutcome(InspectionAnswer Inspection, int Visits, bool ExceedsBurden);

/// <summary>A draw with what anybody needs to draw again: seed, method, shares.</summary>
public sealed record DrawAnswer(
    string Phase, string Seed, DateTimeOffset At, InspectionDraw Draw, int Candidates, int Drawn, int Unassigned, LocalizedText Method);

/// <summary>The inspections of a cycle, with the draws that led to them.</summary>
public sealed record InspectionPage(IReadOnlyList<InspectionAnswer> Items, string? Continuation, IReadOnlyList<DrawAnswer> Draws);

/// <summary>A finding with its owner, those who lead the unit now, and what its reader may do with it (J12).</summary>
public sealed record FindingAnswer(
    string Id,
    string Inspection,
    string Track,
    string Unit,
    string? Clause,
    string Text,
    FindingState State,
    DateTimeOffset FoundAt,
    DateTimeOffset DueAt,
    bool Overdue,
    bool Extended,
    int Rejections,
    string? Rejected,
    Fix? Fix,
    DateTimeOffset? ClosedAt,
    Falsification? Falsification,
    IReadOnlyList<string> Owners,
    string? Report,
    IReadOnlyList<FindingAction> AllowedActions);
