namespace Campaigns.Rules.Cycles;

/// <summary>What can be done to a cycle's calendar.</summary>
public enum CycleAction
{
    Pause,
    Resume,
    Cancel,
    AmendCalendar,
}

/// <summary>What a cycle's state allows (C4, J3, J5, J12); the rules that pause, resume, cancel and amend ask the same question.</summary>
public static class CycleActions
{
    /// <summary>Whether a cycle in <paramref name="state"/> takes <paramref name="action"/>.</summary>
    public static bool Takes(this CycleState state, CycleAction action) => (action, state) switch
    {
        (CycleAction.Pause or CycleAction.AmendCalendar, CycleState.Running) => true,
        (CycleAction.Resume, CycleState.Paused) => true,
        (CycleAction.Cancel, CycleState.Running or CycleState.Paused) => true,
        _ => false,
    };

    /// <summary>All that it takes, in the order of <see cref="CycleAction"/>.</summary>
    public static IReadOnlyList<CycleAction> Of(CycleState state) => [.. Enum.GetValues<CycleAction>().Where(a => state.Takes(a))];
}
