namespace Campaigns.App.Cycles;

/// <summary>
/// The orchestration version of the app that runs: what it starts drivers and archives under. Whoever hosts the app may register another before. On Azure the
/// platform knows it from <c>defaultVersion</c> in host.json, which says the same (a test compares them).
/// </summary>
public sealed record OrchestrationVersion(string Current)
{
    /// <summary>
    /// Every version that was ever deployed, oldest first; the last is today's. For a change of an orchestrator's steps add one here and in host.json,
    /// branch on <c>context.CompareVersionTo</c>, and record its histories: tests/Local.Tests/Replay says how. A version stays here until no instance of it
    /// can be running.
    /// </summary>
    public static IReadOnlyList<string> Released { get; } = ["1.0", "1.1"];

    /// <summary>Today's.</summary>
    public static OrchestrationVersion Newest { get; } = new(Released[^1]);
}
