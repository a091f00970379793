using Campaigns.App.Access;

namespace Campaigns.App.Webhooks;

/// <summary>What is asked of a webhook; it is on unless <see cref="Enabled"/> says false.</summary>
public sealed record WebhookBody(
    string Url, IReadOnlyList<string> Kinds, string? Cycle = null, string? Description = null, bool Enabled = true, string? Id = null);

/// <summary>
/// A webhook as it stands. Its address may hold a key of the receiver's, so who may not write it sees only where it leads. The <see cref="Secret"/> is there
/// once, in the answer to the request that drew it.
/// </summary>
public sealed record WebhookAnswer(
    string Id, string Url, IReadOnlyList<string> Kinds, string? Cycle, string? Description, bool Enabled, string? OffBecause, DateTimeOffset Since, string By,
    DateTimeOffset? FailingSince, string? Secret)
{
    public static WebhookAnswer Of(Webhook hook, Caller caller, string? secret = null)
    {
        ArgumentNullException.ThrowIfNull(hook);
        ArgumentNullException.ThrowIfNull(caller);
        var url = caller.Has(AppRole.Administrator) ? hook.Url : new Uri(hook.Url).GetLeftPart(UriPartial.Authority);
        return new(
            hook.Id, url, hook.Kinds, hook.Cycle, hook.Description, hook.OffBecause is null, hook.OffBecause, hook.Since, hook.By, hook.FailingSince, secret);
    }
}

/// <summary>The new secret, and until when the one before signs beside it.</summary>
public sealed record RotatedAnswer(string Secret, DateTimeOffset PreviousUntil);

/// <summary>How a test went: the receiver's status, or why there is none.</summary>
public sealed record WebhookTestAnswer(string Id, bool Delivered, int? Status, string? Error);
