using Campaigns.App.Participants;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Participants;
using Campaigns.Rules.Plans;

namespace Campaigns.App.Plans;

/// <summary>What a participant sends: its text and measures.</summary>
public sealed record PlanBody(string? Text, IReadOnlyList<PlanMeasure>? Measures = null)
{
    internal PlanContent ToContent() => new(Text, Measures);
}

/// <summary>Why a plan goes back.</summary>
public sealed record PlanReturnBody(string Reason);

/// <summary>A plan as its readers see it (B8, J2, J12).</summary>
public sealed record PlanAnswer(
    string Phase,
    string? Text,
    IReadOnlyList<PlanMeasure> Measures,
    SheetStatus Status,
    Timeliness Timeliness,
    DateTimeOffset? OpensAt,
    DateTimeOffset? DueAt,
    DateTimeOffset? GraceUntil,
    DateTimeOffset? LockedAt,
    DateTimeOffset? SubmittedAt,
    int Version,
    int Returns,
    DateTimeOffset? ReworkUntil,
    IReadOnlyList<string> AllowedActions)
{
    internal static PlanAnswer Of(ParticipantScene scene, string phase, ParticipantState state, PlanContent? content, bool mayWrite, bool mayRegister)
    {
        var (at, window) = (state.Phase(phase), scene.Window(phase));
        IReadOnlyList<string> allowed =
        [
            .. mayWrite && PlanDecider.Closed(at, window, scene.ReceivedAt) is null ? ["saveDraft", "submit"] : Array.Empty<string>(),
            .. mayRegister && at.Status is SheetStatus.Submitted ? ["register", "return"] : Array.Empty<string>(),
        ];
        return new(
            phase, content?.Text, content?.Measures ?? [], at.Status, at.Timeliness ?? window.At(scene.ReceivedAt), window.OpensAt, window.DueAt,
            window.GraceUntil, window.LockedAt, at.SubmittedAt, at.Version, at.Returns, at.ReworkUntil, allowed);
    }
}
