namespace Campaigns.App.Access;

/// <summary>App roles of the Entra ID registration, as they stand in a token's <c>roles</c> claim. A role says what, an assignment says where.</summary>
public enum AppRole
{
    Administrator,
    Authority,
    Reviewer,
    Reporter,
    PanelMember,
    Inspector,
    Auditor,
}
