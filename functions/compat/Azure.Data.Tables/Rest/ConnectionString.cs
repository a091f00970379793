namespace Azure.Data.Tables.Rest;

/// <summary>Where an account's tables are and what opens them, out of a storage connection string.</summary>
/// <param name="Key">The account key; null where a shared access signature opens them.</param>
/// <param name="Signature">The shared access signature; null where the account key opens them.</param>
internal sealed record ConnectionString(Uri Endpoint, TableSharedKeyCredential? Key, AzureSasCredential? Signature)
{
    private const string EmulatorAccount = "devstoreaccount1";

    // The emulator's key is public and the same everywhere.
    private const string EmulatorKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    /// <summary>A connection to the account, by whatever opens it.</summary>
    public TableConnection Connect(TableClientOptions? options) =>
        Key is not null ? new(Endpoint, Key, options) : new(Endpoint, Signature!, options);

    /// <summary>
    /// Reads <c>UseDevelopmentStorage=true</c>, or account name and key or a shared access signature, with endpoint or protocol (https) and suffix.
    /// </summary>
    /// <exception cref="InvalidOperationException">The text is no connection string.</exception>
    /// <exception cref="ArgumentException">It lacks what opens the account.</exception>
    public static ConnectionString Parse(string connectionString)
    {
        ArgumentException.ThrowIfNullOrEmpty(connectionString);
        var settings = Settings(connectionString);
        if (settings.TryGetValue("UseDevelopmentStorage", out var emulator))
        {
            var host = settings.GetValueOrDefault("DevelopmentStorageProxyUri") ?? "http://127.0.0.1";
            return emulator == "true"
                ? new(new Uri($"{host.TrimEnd('/')}:10002/{EmulatorAccount}"), new(EmulatorAccount, EmulatorKey), null)
                : throw Incomplete();
        }

        var account = settings.GetValueOrDefault("AccountName");
        var key = settings.GetValueOrDefault("AccountKey");
        var signature = settings.GetValueOrDefault("SharedAccessSignature");
        var endpoint = settings.GetValueOrDefault("TableEndpoint");
        if (endpoint is null && account is not null)
        {
            var protocol = settings.GetValueOrDefault("DefaultEndpointsProtocol") ?? "https";
            endpoint = $"{protocol}://{account}.table.{settings.GetValueOrDefault("EndpointSuffix") ?? "core.windows.net"}";
        }

        return endpoint is null || (signature is null && (account is null || key is null))
            ? throw Incomplete()
            : signature is not null
                ? new(new UriBuilder(endpoint).Uri, null, new(signature))
                : new(new UriBuilder(endpoint).Uri, new(account!, key!), null);
    }

    private static Dictionary<string, string> Settings(string connectionString)
    {
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        var parts = connectionString.Split(';');
        foreach (var part in parts[^1].Length == 0 ? parts[..^1] : parts)
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals < 0 || part[..equals].Trim() is not { Length: > 0 } name || part[(equals + 1)..].Trim() is not { Length: > 0 } value
                || !settings.TryAdd(name, value))
            {
                throw new InvalidOperationException("Settings must be of the form \"name=value\", each once.");
            }
        }

        return settings;
    }

    private static ArgumentException Incomplete() => new("The connection string does not say where the account's tables are and what opens them.");
}
