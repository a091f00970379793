namespace Campaigns.App.Telemetry;

/// <summary>
/// What spans and measurements are told apart by, in one place. Values are ids, kinds and words of the app; never a person, a text, a token or a file's name.
/// </summary>
public static class TelemetryTags
{
    /// <summary>What all own names begin with.</summary>
    public const string Prefix = "campaigns.";

    public const string Campaign = Prefix + "campaign";
    public const string Cycle = Prefix + "cycle";
    public const string Epoch = Prefix + "epoch";
    public const string Phase = Prefix + "phase";
    public const string Milestone = Prefix + "milestone";
    public const string MilestoneKind = Prefix + "milestone_kind";
    public const string Group = Prefix + "group";

    /// <summary>Whether a milestone was <c>started</c> or is <c>done</c>.</summary>
    public const string Stage = Prefix + "stage";

    /// <summary>What a storage request is made for: <c>engine</c>, <c>delivery</c>, <c>idle</c> and so on.</summary>
    public const string Work = Prefix + "work";

    /// <summary>A table or container.</summary>
    public const string Resource = Prefix + "resource";

    /// <summary>What is done with it: <c>query</c>, <c>read</c>, <c>batch</c> and so on.</summary>
    public const string Operation = Prefix + "operation";

    /// <summary>The stable code of a refusal, as its problem document has it.</summary>
    public const string Reason = Prefix + "reason";

    /// <summary><c>inbox</c> or <c>email</c>.</summary>
    public const string Channel = Prefix + "channel";

    /// <summary>What became of a delivery.</summary>
    public const string Outcome = Prefix + "outcome";

    // Of OpenTelemetry's own conventions.
    public const string Trigger = "faas.trigger";
    public const string Invocation = "faas.invocation_id";
    public const string Method = "http.request.method";
    public const string Status = "http.response.status_code";
    public const string Server = "server.address";
    public const string Error = "error.type";
    public const string Provider = "az.namespace";
    public const string ServiceRequest = "az.service_request_id";
}
