namespace Microsoft.Identity.Web;

/// <summary>The keys of the configuration section that say who issues tokens, and for whom.</summary>
sealed class IdentitySection
{
    public string? Instance { get; set; }

    public string? TenantId { get; set; }

    public string? ClientId { get; set; }

    public string? Authority { get; set; }

    public bool AllowWebApiToBeAuthorizedByACL { get; set; }

    /// <summary>The authority, always that of version 2.0.</summary>
    /// <exception cref="ArgumentNullException">A required key is missing.</exception>
    public string V2Authority()
    {
        Require(ClientId, nameof(ClientId));
        if (!string.IsNullOrWhiteSpace(Authority)) return EndingInV2(Authority);
        Require(Instance, nameof(Instance));
        Require(TenantId, nameof(TenantId));
        return EndingInV2($"{Instance!.TrimEnd('/')}/{TenantId}");
    }

    static string EndingInV2(string authority)
    {
        var trimmed = authority.Trim().TrimEnd('/');
        return trimmed.EndsWith("v2.0", StringComparison.Ordinal) ? trimmed : trimmed + "/v2.0";
    }

    static void Require(string? value, string name)
    {
        if (string.IsNullOrWhiteSpace(value)) throw new ArgumentNullException(name, $"IDW10106: The '{name}' option must be provided. ");
    }
}
