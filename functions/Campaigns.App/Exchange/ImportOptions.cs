using Campaigns.App.Http;

namespace Campaigns.App.Exchange;

/// <summary>What an import may do to what is there.</summary>
public enum ImportStrategy
{
    /// <summary>Writes what is new; a row about something that is there with other content is rejected.</summary>
    Create,

    /// <summary>Writes what has changed; a row about something that is not there is rejected.</summary>
    Update,

    /// <summary>Both; where nothing is said.</summary>
    CreateAndUpdate,
}

/// <summary>What becomes of the good rows where others are bad.</summary>
public enum AtomicMode
{
    /// <summary>One bad row, and nothing is written; where nothing is said.</summary>
    All,

    /// <summary>The good rows are written, the others are named.</summary>
    None,
}

/// <summary>
/// How an import is asked for, the same words for every kind (H4), as DHIS2 names them: <c>dryRun</c>, <c>strategy</c>, <c>atomicMode</c>, and <c>finish</c>
/// where rows can be drafts: with it they are handed in or concluded.
/// </summary>
public sealed record ImportOptions(bool DryRun, ImportStrategy Strategy, AtomicMode AtomicMode, bool Finish)
{
    /// <summary>As a single write is judged.</summary>
    public static ImportOptions Usual { get; } = new(false, ImportStrategy.CreateAndUpdate, AtomicMode.All, false);

    public static ImportOptions Of(RequestReader reader, AtomicMode usually)
    {
        ArgumentNullException.ThrowIfNull(reader);
        return new(
            reader.Flag("dryRun"), reader.Choice<ImportStrategy>("strategy") ?? ImportStrategy.CreateAndUpdate,
            reader.Choice<AtomicMode>("atomicMode") ?? usually, reader.Flag("finish"));
    }
}
