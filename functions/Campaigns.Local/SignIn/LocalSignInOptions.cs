namespace Campaigns.Local.SignIn;

/// <summary>Whom the local issuer knows, and where it keeps its key.</summary>
public sealed record LocalSignInOptions
{
    /// <summary>The person of an id, or null where there is none.</summary>
    public required Func<string, Task<LocalPerson?>> Person { get; init; }

    /// <summary>The people that the sign-in page offers; others sign in by their id.</summary>
    public Func<Task<IReadOnlyList<LocalPerson>>> Offered { get; init; } = () => Task.FromResult<IReadOnlyList<LocalPerson>>([]);

    /// <summary>The file of the signing key, made where it is missing; null makes a key for this run only.</summary>
    public string? KeyFile { get; init; }

    /// <summary>The tenant of the tokens.</summary>
    public string TenantId { get; init; } = "6c6f6361-6c20-7465-6e61-6e7400000000";

    /// <summary>The app's client id, which is the tokens' audience.</summary>
    public string ClientId { get; init; } = "6c6f6361-6c20-6170-7000-000000000000";
}
