using System.Globalization;

namespace Azure.Data.Tables.Sas;

/// <summary>The parts of a shared access signature as the protocol writes them: the same text is signed and sent.</summary>
internal static class SasText
{
    public const string Version = "2019-07-07";
    public const string TableService = "t";

    // The service refuses letters in another order.
    private const string TableOrder = "raud";
    private const string AccountOrder = "rwdlau";

    public static string Of(DateTimeOffset at) =>
        at == default ? "" : at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

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

    /// <summary>Letters that a caller gave, in the protocol's order.</summary>
    /// <exception cref="ArgumentException">One of them means nothing.</exception>
    public static string OfTable(string raw) => Ordered(raw, TableOrder);

    /// <inheritdoc cref="OfTable"/>
    public static string OfAccount(string raw) => Ordered(raw, AccountOrder);

    private static string Ordered(string raw, string order)
    {
        ArgumentNullException.ThrowIfNull(raw);
        return raw.FirstOrDefault(c => !order.Contains(c, StringComparison.OrdinalIgnoreCase)) is var unknown and not '\0'
            ? throw new ArgumentException($"{unknown} is not a valid SAS permission")
            : string.Concat(order.Where(c => raw.Contains(c, StringComparison.OrdinalIgnoreCase)));
    }
}
