namespace Azure.Data.Tables.Sas;

/// <summary>Over what a shared access signature may be used.</summary>
public enum TableSasProtocol
{
    /// <summary>Not said: as <see cref="HttpsAndHttp"/>.</summary>
    None = 0,

    /// <summary>With or without TLS.</summary>
    HttpsAndHttp = 1,

    /// <summary>With TLS only.</summary>
    Https = 2,
}
