namespace Campaigns.Portal.Layout;

/// <summary>What surrounds every page: how to read it, who reads it, and where its links lead.</summary>
public sealed record Frame(Locale Locale)
{
    /// <summary>The reader's name; null where nobody is signed in.</summary>
    public string? Person { get; init; }

    /// <summary>The form that signs out; null where nobody is signed in.</summary>
    public SignOut? SignOut { get; init; }

    /// <summary>The same page in a language, by language.</summary>
    public IReadOnlyDictionary<string, string> InLanguage { get; init; } = new Dictionary<string, string>();

    /// <summary>The pages above this one, from the top.</summary>
    public IReadOnlyList<Crumb> Crumbs { get; init; } = [];

    /// <summary>Seconds between two looks at fresh figures; 0 where nothing changes any more.</summary>
    public int RefreshSeconds { get; init; }
}

/// <summary>A page above the one shown.</summary>
public sealed record Crumb(string Text, string Path);

/// <summary>How to sign out: <c>get</c> or <c>post</c>, and the path.</summary>
public sealed record SignOut(string Method, string Path);
