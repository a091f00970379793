namespace Campaigns.Rules.Definitions.Reading;

/// <summary>Reads <c>calendar: { pause: shift | keep }</c> (J5).</summary>
internal static class CalendarReader
{
    internal static readonly Dictionary<string, PausePolicy> policies = new() { ["shift"] = PausePolicy.Shift, ["keep"] = PausePolicy.Keep };

    public static PausePolicy Read(Node? node, Problems problems) =>
        node is null || Fields.Of(node, problems, "pause") is not { } fields
            ? PausePolicy.Shift
            : Values.Choice(fields.Optional("pause"), problems, policies) ?? PausePolicy.Shift;
}
