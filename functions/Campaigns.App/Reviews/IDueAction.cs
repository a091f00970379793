namespace Campaigns.App.Reviews;

/// <summary>
/// What happens when an individual deadline of one kind has come (J1): one implementation a kind, found by the container. It reads the truth that the hint is
/// about, decides by the rules, and enters a later <see cref="DueTime"/> where it is to be looked at again. Returning drops the hint; throwing keeps it due.
/// It can run twice, also at the same time, and long after its instant.
/// </summary>
public interface IDueAction
{
    /// <summary>The word in <see cref="DueTime.Kind"/>: a slug, unique among all actions.</summary>
    string Kind { get; }

    /// <summary>Acts on <paramref name="due"/>; <paramref name="now"/> is campaign time, one instant for a whole sweep.</summary>
    Task ActAsync(DueTime due, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// The deadlines of this kind that the truth of a group implies, those to come and those that have passed and were not acted on: each has to stand in the
    /// index, at its instant or earlier. Reads only; a range of the group's rows where the participants say that there is something to find, nothing else.
    /// </summary>
    IAsyncEnumerable<DueTime> ImpliedAsync(GroupTruth truth, CancellationToken cancellationToken);
}
