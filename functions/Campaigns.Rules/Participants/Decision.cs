using Campaigns.Rules.Ledger;

namespace Campaigns.Rules.Participants;

/// <summary>
/// What a decider answers: <see cref="Accepted{TState}"/> or <see cref="Refused{TState}"/>. A refusal is a value: nothing has changed and nothing is to be
/// written. Deciders never throw for something that a person may ask.
/// </summary>
public abstract record Decision<TState>
{
    private protected Decision()
    {
    }

    /// <summary>The refusal, or null where the command was accepted.</summary>
    public Refusal? Refusal => (this as Refused<TState>)?.Reason;
}

/// <summary>
/// The command holds: the state from now on and the facts for the ledger, in order. No facts: nothing happened that the ledger remembers
/// (a saved draft, a lock that finds its work done).
/// </summary>
public sealed record Accepted<TState>(TState State, IReadOnlyList<LedgerFact> Facts) : Decision<TState>;

/// <summary>The command is refused and the state stays as it was.</summary>
public sealed record Refused<TState>(Refusal Reason) : Decision<TState>;

/// <summary>Builds decisions.</summary>
public static class Decision
{
    public static Decision<TState> Accept<TState>(TState state, params IReadOnlyList<LedgerFact> facts) => new Accepted<TState>(state, facts);

    public static Decision<TState> Refuse<TState>(Refusal refusal) => new Refused<TState>(refusal);

    public static Decision<TState> Refuse<TState>(RefusalCode code, string? path = null, IReadOnlyDictionary<string, string>? facts = null) =>
        new Refused<TState>(new Refusal(code, path, facts));
}
