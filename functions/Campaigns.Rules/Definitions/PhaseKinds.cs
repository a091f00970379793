namespace Campaigns.Rules.Definitions;

/// <summary>What follows from the kind of a phase alone; every rule that depends on it asks here, so that a new kind is placed once.</summary>
public static class PhaseKinds
{
    /// <summary>The participant hands in a sheet: a self-check, a summary or a duty report.</summary>
    public static bool IsSheet(this PhaseKind kind) => kind is PhaseKind.SelfCheck or PhaseKind.Summary or PhaseKind.DutyReport;

    /// <summary>Leaves a score on the scale of the track's standard, so that a track may give it weight (G1).</summary>
    public static bool IsScored(this PhaseKind kind) =>
        kind is PhaseKind.SelfCheck or PhaseKind.Appraisal or PhaseKind.Inspection or PhaseKind.Pledging or PhaseKind.DutyReport or PhaseKind.Vote or PhaseKind.Panel;

    /// <summary>
    /// Something is awaited of, or about, every participant of it, so that one without it when the phase locks is silent, and completeness counts it.
    /// </summary>
    public static bool IsAwaited(this PhaseKind kind) =>
        kind is PhaseKind.SelfCheck or PhaseKind.Summary or PhaseKind.Appraisal or PhaseKind.Plan or PhaseKind.Pledging or PhaseKind.DutyReport;

    /// <summary>
    /// Belongs to the choice of whom to honour: its reminders go to those with open work of their own (nominators, panel members, the office) and not
    /// participant by participant.
    /// </summary>
    public static bool IsSelecting(this PhaseKind kind) =>
        kind is PhaseKind.Nomination or PhaseKind.Panel or PhaseKind.PublicNotice or PhaseKind.Decision;

    /// <summary>Who acts where the definition does not say.</summary>
    public static Actor UsualActor(this PhaseKind kind) => Actors(kind)[0];

    /// <summary>Who may act in a phase of this kind, the usual one first.</summary>
    public static IReadOnlyList<Actor> Actors(this PhaseKind kind) => kind switch
    {
        PhaseKind.SelfCheck or PhaseKind.Summary or PhaseKind.Plan or PhaseKind.Pledging => [Actor.Self],
        PhaseKind.Appraisal or PhaseKind.Nomination => [Actor.Parent, Actor.Authority],
        PhaseKind.Inspection => [Actor.Authority, Actor.Parent],
        PhaseKind.DutyReport or PhaseKind.Vote => [Actor.Authority, Actor.Parent, Actor.Self],
        _ => [Actor.Authority],
    };
}
