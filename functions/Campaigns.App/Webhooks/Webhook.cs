using System.Text.Json.Serialization;
using Azure;

namespace Campaigns.App.Webhooks;

/// <summary>
/// A subscription (J22): events of <see cref="Kinds"/>, of one cycle or of all, are sent to <see cref="Url"/>. <see cref="Since"/> (campaign time) is when it
/// began: what happened before is not told. It is off while <see cref="OffBecause"/> says why.
/// </summary>
public sealed record Webhook(
    string Id, string Url, IReadOnlyList<string> Kinds, string? Cycle, string? Description, DateTimeOffset Since, string By)
{
    /// <summary>The newest first; older ones sign beside it until they run out.</summary>
    public IReadOnlyList<WebhookSecret> Secrets { get; init; } = [];

    /// <summary>The request that drew the newest secret: sent again, it gets the same one.</summary>
    public string? Rotation { get; init; }

    /// <summary>Null while it is on; else <c>switchedOff</c> by somebody, <c>failing</c> for too long, or <c>gone</c> as the receiver said.</summary>
    public string? OffBecause { get; init; }

    /// <summary>Since when every try has failed (platform time); null after one that went through.</summary>
    public DateTimeOffset? FailingSince { get; init; }

    [JsonIgnore]
    public ETag ETag { get; init; }
}

/// <summary>A secret as it is kept, see <see cref="WebhookSecrets"/>; null for <see cref="Until"/> while it is the newest.</summary>
public sealed record WebhookSecret(string Kept, DateTimeOffset? Until);

/// <summary>
/// Something that happened, as every subscriber is told of it: <see cref="Id"/> is header <c>webhook-id</c>, the same whenever it is sent, so that a receiver
/// recognises what it knows already.
/// </summary>
public sealed record WebhookEvent(string Id, string Kind, DateTimeOffset At, string Cycle, string Body);

/// <summary>What has become of an event for one subscriber.</summary>
public enum WebhookDeliveryState
{
    Waiting,
    Delivered,
    /// <summary>Given up after the last try.</summary>
    Failed,
    /// <summary>The webhook was switched off or taken away before.</summary>
    Dropped,
}
