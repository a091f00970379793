namespace Campaigns.Local.TaskHub;

/// <summary>How a generation ended.</summary>
/// <param name="Status">The instance's status then; <see cref="Continued"/> where another generation follows.</param>
/// <param name="Output">What came out of it, or went into the next generation.</param>
/// <param name="Version">The next generation's version.</param>
/// <param name="Failure">The type of the failure it ended by.</param>
internal sealed record GenerationEnd(string Status, string? Output = null, string? Version = null, string? Failure = null)
{
    public const string Continued = "ContinuedAsNew";

    /// <summary>The end that an episode brought; null where the instance goes on waiting.</summary>
    public static GenerationEnd? Of(EpisodeOutcome outcome) => outcome switch
    {
        { Ending: { } ending } => new(ending.Status.ToString(), ending.Output, Failure: ending.Failure?.Type),
        { Next: { } next } => new(Continued, next.Start.Input, next.Start.Version),
        _ => null,
    };

    /// <summary>What differs from the end that the same history has with other code; null where nothing does.</summary>
    public static (string Held, string Done)? Difference(GenerationEnd? recorded, GenerationEnd? mine)
    {
        if (recorded?.Status != mine?.Status || recorded?.Failure != mine?.Failure || (recorded?.Version ?? string.Empty) != (mine?.Version ?? string.Empty))
        {
            return (Describe(recorded), Describe(mine));
        }

        return ActionDifference.OfText("output", recorded?.Output, mine?.Output) is var (held, done)
            ? ($"{Describe(recorded)} {held}", $"{Describe(mine)} {done}") : null;
    }

    static string Describe(GenerationEnd? end) => end switch
    {
        null => "the orchestration to wait",
        { Status: Continued } => $"a new generation of version '{end.Version}'",
        { Failure: { } failure } => $"the orchestration to end as {end.Status} by {failure}",
        _ => $"the orchestration to end as {end.Status}",
    };
}
