using Campaigns.App.Participants;
using Campaigns.Rules.Calendar;
using Campaigns.Rules.Definitions;
using Campaigns.Rules.Pledges;

namespace Campaigns.App.Pledges;

/// <summary>What is pledged; with <see cref="Proof"/> of its publication it is public and cannot be changed any more.</summary>
public sealed record PledgeBody(
    PledgeKind Kind, PledgeDirection Direction, string Text, string Audience, string Channel, DateOnly Due, string? Person = null, string? Proof = null);

/// <summary>How a pledge was fulfilled, with ids of evidence files.</summary>
public sealed record FulfilmentBody(string Text, IReadOnlyList<string>? Evidence = null);

/// <summary>Confirming says nothing more.</summary>
public sealed record ConfirmationBody;

/// <summary>Why a report is not accepted.</summary>
public sealed record DenialBody(string Reason);

/// <summary>A pledge as its readers see it (F1, J12).</summary>
public sealed record PledgeAnswer(
    string Id,
    string Phase,
    PledgeKind Kind,
    PledgeDirection Direction,
    string Text,
    string Audience,
    string Channel,
    string? Person,
    string? Proof,
    PledgeStatus Status,
    DateTimeOffset DueAt,
    DateTimeOffset? PublishedAt,
    DateTimeOffset? ReportedAt,
    DateTimeOffset? ConfirmUntil,
    string? Report,
    IReadOnlyList<string> Evidence,
    DateTimeOffset? DecidedAt,
    string? DecidedBy,
    IReadOnlyList<string> AllowedActions)
{
    internal static PledgeAnswer Of(ParticipantScene scene, string id, string phase, Pledge pledge, bool mayWrite, bool mayConfirm)
    {
        var (content, now) = (pledge.Content, scene.ReceivedAt);
        var open = scene.Window(phase).At(now) is not (Timeliness.NotOpen or Timeliness.Locked);
        IReadOnlyList<string> allowed = pledge.Status switch
        {
            PledgeStatus.Made when mayWrite && open => ["save", "publish"],
            PledgeStatus.Published when mayWrite && now <= content.DueAt => ["fulfil"],
            PledgeStatus.Reported when mayConfirm => ["confirm", "deny"],
            _ => [],
        };
        return new(
            id, phase, content.Kind, content.Direction, content.Text, content.Audience, content.Channel, content.Person, content.Proof, pledge.Status,
            content.DueAt, pledge.PublishedAt, pledge.ReportedAt, pledge.ConfirmUntil, pledge.Report, pledge.Evidence, pledge.DecidedAt, pledge.DecidedBy,
            allowed);
    }
}
