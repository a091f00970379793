namespace Microsoft.Identity.Web;

/// <summary>The types of claims in Entra ID's tokens.</summary>
public static class ClaimConstants
{
    /// <summary>The object id, as inbound mapping names it.</summary>
    public const string ObjectId = "http://schemas.microsoft.com/identity/claims/objectidentifier";

    /// <summary>The object id.</summary>
    public const string Oid = "oid";

    /// <summary>The scopes, as inbound mapping names them.</summary>
    public const string Scope = "http://schemas.microsoft.com/identity/claims/scope";

    /// <summary>The scopes.</summary>
    public const string Scp = "scp";

    /// <summary>The app roles.</summary>
    public const string Roles = "roles";

    /// <summary>An app role, as inbound mapping names it.</summary>
    public const string Role = "http://schemas.microsoft.com/ws/2008/06/identity/claims/role";
}
