namespace Campaigns.Rules.Webhooks;

/// <summary>How often and how long a delivery that fails is tried again (J22), by platform time.</summary>
public static class WebhookRetry
{
    private static readonly TimeSpan[] Waits =
    [
        TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
        TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
    ];

    /// <summary>The first try and one after each wait: some three days.</summary>
    public static int MaxTries => Waits.Length + 1;

    /// <summary>A webhook that has failed for so long, and fails again, is switched off.</summary>
    public static TimeSpan FailsAtMost { get; } = TimeSpan.FromDays(5);

    /// <summary>The longest that a receiver's <c>Retry-After</c> is followed.</summary>
    public static TimeSpan LongestWait { get; } = TimeSpan.FromHours(24);

    /// <summary>When to try again after <paramref name="tries"/> failed ones (from 1); null where it is given up.</summary>
    /// <param name="asked">How long the receiver asked to be left alone.</param>
    public static DateTimeOffset? NextAt(int tries, DateTimeOffset now, TimeSpan? asked = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(tries, 1);
        if (tries >= MaxTries)
            return null;
        var wait = Waits[tries - 1];
        if (asked > wait)
            wait = asked.Value < LongestWait ? asked.Value : LongestWait;
        return now + wait;
    }

    /// <summary>Whether a webhook that fails now, and has failed ever since <paramref name="failingSince"/>, is switched off.</summary>
    public static bool SwitchesOff(DateTimeOffset? failingSince, DateTimeOffset now) => now - failingSince >= FailsAtMost;
}
