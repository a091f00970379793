namespace Azure.Data.Tables.Sas;

/// <summary>Signs access to an account's tables for a time.</summary>
public class TableAccountSasBuilder
{
    /// <summary>Access to the levels that <paramref name="resourceTypes"/> names, until a time.</summary>
    public TableAccountSasBuilder(TableAccountSasPermissions permissions, TableAccountSasResourceTypes resourceTypes, DateTimeOffset expiresOn)
    {
        (ResourceTypes, ExpiresOn) = (resourceTypes, expiresOn);
        SetPermissions(permissions);
    }

    /// <summary>Access to the levels that <paramref name="resourceTypes"/> names, until a time.</summary>
    public TableAccountSasBuilder(string rawPermissions, TableAccountSasResourceTypes resourceTypes, DateTimeOffset expiresOn)
    {
        (ResourceTypes, ExpiresOn) = (resourceTypes, expiresOn);
        SetPermissions(rawPermissions);
    }

    /// <summary>Over what it may be used.</summary>
    public TableSasProtocol Protocol { get; set; }

    /// <summary>From when it counts; default for at once.</summary>
    public DateTimeOffset StartsOn { get; set; }

    /// <summary>Until when it counts.</summary>
    public DateTimeOffset ExpiresOn { get; set; }

    /// <summary>From where it may be used; default for anywhere.</summary>
    public TableSasIPRange IPRange { get; set; }

    /// <summary>The levels that it opens.</summary>
    public TableAccountSasResourceTypes ResourceTypes { get; set; }

    /// <summary>Kept as it is given: the service knows no stored policies of an account.</summary>
    public string? Identifier { get; set; }

    /// <summary>What it allows, a letter each.</summary>
    public string? Permissions { get; private set; }

    /// <summary>Says what it allows.</summary>
    public void SetPermissions(TableAccountSasPermissions permissions) => Permissions = SasText.Of(permissions);

    /// <summary>Says what it allows, a letter each, in the service's order.</summary>
    public void SetPermissions(string rawPermissions) => Permissions = SasText.OfRaw(rawPermissions);

    /// <summary>The query that opens the account to whoever has it.</summary>
    public string Sign(TableSharedKeyCredential sharedKeyCredential) => ToSasQueryParameters(sharedKeyCredential).ToString();

    /// <summary>The signature, part by part.</summary>
    /// <exception cref="InvalidOperationException">It never ends, or allows nothing.</exception>
    public TableAccountSasQueryParameters ToSasQueryParameters(TableSharedKeyCredential sharedKeyCredential)
    {
        ArgumentNullException.ThrowIfNull(sharedKeyCredential);
        if (ExpiresOn == default || string.IsNullOrEmpty(Permissions) || ResourceTypes == default)
        {
            throw new InvalidOperationException($"{nameof(ExpiresOn)}, {nameof(Permissions)} and {nameof(ResourceTypes)} must be set.");
        }

        // Each part ends its line, the last one too.
        var signature = sharedKeyCredential.Sign(string.Join(
            '\n', sharedKeyCredential.AccountName, Permissions, SasText.TableService, SasText.Of(ResourceTypes), SasText.Of(StartsOn),
            SasText.Of(ExpiresOn), IPRange, SasText.Of(Protocol), SasText.Version, ""));
        return new(SasText.Version, ResourceTypes, Protocol, StartsOn, ExpiresOn, IPRange, Identifier, null, Permissions, signature);
    }
}
