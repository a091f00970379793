using Microsoft.Azure.Functions.Worker;

namespace Campaigns.App.Access;

/// <summary>
/// Who makes the request, by a validated token: the person's id (claim <c>oid</c>), name, language (<c>zh</c> or <c>en</c>) and app roles.
/// </summary>
public sealed record Caller(string Person, string Name, string Language, IReadOnlySet<AppRole> Roles)
{
    /// <summary>Nobody in particular: no token, or one that was refused.</summary>
    public static Caller Anonymous { get; } = new("", "", "zh", new HashSet<AppRole>());

    /// <summary>Whether a token came and was refused; such a caller is anonymous.</summary>
    public bool TokenRejected { get; init; }

    public bool IsSignedIn => Person.Length > 0;

    public bool Has(AppRole role) => Roles.Contains(role);
}

/// <summary>Where the sign-in middleware leaves the caller.</summary>
public static class CallerOfContext
{
    const string Key = "Campaigns.Caller";

    /// <summary>The invocation's caller; anonymous where nobody signed in.</summary>
    public static Caller Caller(this FunctionContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return context.Items.TryGetValue(Key, out var caller) ? (Caller)caller : Access.Caller.Anonymous;
    }

    internal static void SetCaller(this FunctionContext context, Caller caller) => context.Items[Key] = caller;
}
