using System.Globalization;

namespace Azure.Data.Tables.Sas;

/// <summary>The parts of a shared access signature as the protocol writes them: the same text is signed and sent.</summary>
internal static class SasText
{
    public const string Version = "2019-07-07";
    public const string TableService = "t";

    // The real client writes the clock's time as it is and calls it UTC, so callers must give UTC.
    public static string Of(DateTimeOffset at) => at == default ? "" : at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    public static string Of(TableSasProtocol protocol) => protocol switch
    {
        TableSasProtocol.None => "",
        TableSasProtocol.HttpsAndHttp => "https,http",
        TableSasProtocol.Https => "https",
        _ => throw new ArgumentOutOfRangeException(nameof(protocol)),
    };

    public static string Of(TableAccountSasResourceTypes types) => string.Concat(
        types.HasFlag(TableAccountSasResourceTypes.Service) ? "s" : "",
        types.HasFlag(TableAccountSasResourceTypes.Container) ? "c" : "",
        types.HasFlag(TableAccountSasResourceTypes.Object) ? "o" : "");

    public static string Of(TableSasPermissions permissions) => string.Concat(
        permissions.HasFlag(TableSasPermissions.Read) ? "r" : "",
        permissions.HasFlag(TableSasPermissions.Add) ? "a" : "",
        permissions.HasFlag(TableSasPermissions.Update) ? "u" : "",
        permissions.HasFlag(TableSasPermissions.Delete) ? "d" : "");

    public static string Of(TableAccountSasPermissions permissions) => string.Concat(
        permissions.HasFlag(TableAccountSasPermissions.Read) ? "r" : "",
        permissions.HasFlag(TableAccountSasPermissions.Write) ? "w" : "",
        permissions.HasFlag(TableAccountSasPermissions.Delete) ? "d" : "",
        permissions.HasFlag(TableAccountSasPermissions.List) ? "l" : "",
        permissions.HasFlag(TableAccountSasPermissions.Add) ? "a" : "",
        permissions.HasFlag(TableAccountSasPermissions.Update) ? "u" : "");

    /// <summary>Letters that a caller gave. Neither their order nor their meaning is looked at: the service refuses what it does not know.</summary>
    public static string OfRaw(string rawPermissions)
    {
        ArgumentException.ThrowIfNullOrEmpty(rawPermissions);
#pragma warning disable CA1308 // The protocol's letters are small.
        return rawPermissions.ToLowerInvariant();
#pragma warning restore CA1308
    }
}
