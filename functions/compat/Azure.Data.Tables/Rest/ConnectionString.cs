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
    /// Reads <c>UseDevelopmentStorage=true</c>, or account name and key or a shared access signature, with endpoint (or protocol and suffix).
    /// </summary>
    /// <exception cref="FormatException">The text is no connection string.</exception>
    /// <exception cref="InvalidOperationException">It lacks what opens the account, or the endpoint.</exception>
    public static ConnectionString Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var settings = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || !settings.TryAdd(part[..equals], part[(equals + 1)..]))
            {
                throw new FormatException("Settings must be of the form \"name=value\", each once.");
            }
        }

        if (settings.TryGetValue("UseDevelopmentStorage", out var emulator) && bool.TryParse(emulator, out var isEmulator) && isEmulator)
        {
            var host = settings.GetValueOrDefault("DevelopmentStorageProxyUri") ?? "http://127.0.0.1";
            return new(new Uri($"{host.TrimEnd('/')}:10002/{EmulatorAccount}"), new(EmulatorAccount, EmulatorKey), null);
        }

        var account = settings.GetValueOrDefault("AccountName");
        var key = settings.GetValueOrDefault("AccountKey");
        var signature = settings.GetValueOrDefault("SharedAccessSignature");
        if (signature is null && (account is null || key is null))
        {
            throw new InvalidOperationException("The connection string has neither AccountName and AccountKey nor SharedAccessSignature.");
        }

        var endpoint = settings.GetValueOrDefault("TableEndpoint");
        if (endpoint is null && account is not null && settings.TryGetValue("DefaultEndpointsProtocol", out var protocol))
        {
            endpoint = $"{protocol}://{account}.table.{settings.GetValueOrDefault("EndpointSuffix") ?? "core.windows.net"}";
        }

        return endpoint is null
            ? throw new InvalidOperationException("The connection string has neither TableEndpoint nor DefaultEndpointsProtocol.")
            : signature is not null
                ? new(new Uri(endpoint), null, new(signature))
                : new(new Uri(endpoint), new(account!, key!), null);
    }
}
