using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Campaigns.App.Participants;

namespace Campaigns.App.Access;

/// <summary>Whom a valid token stands for.</summary>
public sealed record SignedIn(Caller Caller, ClaimsPrincipal Principal);

/// <summary>
/// Remembers which tokens were found valid, for a minute and never beyond their own end: somebody who does ten things in a minute is looked at once. Keeps a
/// token's hash and not the token, and nothing of one that was refused.
/// </summary>
public sealed class ValidatedTokens(TimeProvider time)
{
    /// <summary>How long a token counts as valid without being looked at again; a key that is withdrawn counts so much longer.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    private const int Most = 10_000;
    private readonly LruCache<string, (SignedIn Who, DateTimeOffset Until, long Since)> _valid = new(Most);

    /// <summary>Whom the token stands for; null where that must be found out.</summary>
    public SignedIn? Find(string token) => _valid.TryGet(Key(token), out var known) && known.Until > time.GetUtcNow()
        // Measured, so that a clock that is set back keeps nobody signed in for longer.
        && time.GetElapsedTime(known.Since) < Longest ? known.Who : null;

    /// <summary>Remembers a token that was validated just now and ends at <paramref name="expiresAt"/>; not at all where nobody says when.</summary>
    public void Keep(string token, SignedIn who, DateTimeOffset? expiresAt)
    {
        if (expiresAt is { } end && end > time.GetUtcNow())
            _valid.Set(Key(token), (who, end, time.GetTimestamp()));
    }

    private static string Key(string token) => Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(token)));
}
