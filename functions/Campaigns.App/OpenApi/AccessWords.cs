using System.Text.Json.Nodes;
using Campaigns.App.Access;
using Campaigns.App.Http;

namespace Campaigns.App.OpenApi;

/// <summary>The rows of <see cref="AccessTable"/> for readers of the document.</summary>
internal static class AccessWords
{
    /// <summary>Whether nobody needs to sign in for it.</summary>
    public static bool IsPublic(Act act) => AccessTable.RulesOf(act).Any(r => r.Relation == Relation.Public);

    /// <summary>The act with its rules: role (null: any) and relation to the unit.</summary>
    public static JsonObject Of(Act act) => new()
    {
        ["act"] = RequestReader.CamelCase(act.ToString()),
        ["rules"] = new JsonArray([.. AccessTable.RulesOf(act).Select(r => new JsonObject
        {
            ["role"] = r.Role?.ToString(),
            ["relation"] = RequestReader.CamelCase(r.Relation.ToString()),
        })]),
    };

    /// <summary>Who may, in one sentence.</summary>
    public static string Sentence(Act act) => $"Who may: {string.Join("; ", AccessTable.RulesOf(act).Select(r => Words(r)))}.";

    private static string Words(AccessRule rule) => rule.Relation switch
    {
        Relation.Public => "everybody",
        Relation.SignedIn => "everybody who is signed in",
        Relation.Anywhere => $"{rule.Role}",
        _ => $"{rule.Role?.ToString() ?? "anybody"} as {Where(rule.Relation)}",
    };

    private static string Where(Relation relation) => relation switch
    {
        Relation.Reporter => "reporter of the unit (an individual: oneself)",
        Relation.Member => "one of the unit's own people",
        Relation.Companion => "who looks after the unit",
        Relation.Above => "leader, reviewer or authority of a unit above",
        Relation.ParentReviewer => "reviewer of the unit right above",
        Relation.ParentAuthority => "authority of the unit right above",
        Relation.Reviewer => "reviewer of the unit",
        Relation.Authority => "authority of the unit",
        Relation.InspectorAbove => "inspector for a unit above",
        _ => throw new InvalidOperationException($"Say what {relation} means."),
    };
}
