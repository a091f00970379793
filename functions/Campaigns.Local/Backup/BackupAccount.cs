using Azure.Core;
using Azure.Data.Tables;
using Azure.Identity;
using Azure.Storage.Blobs;
using Campaigns.App.Storage;

namespace Campaigns.Local.Backup;

/// <summary>The data account that is copied or restored, with the meter of what it is asked.</summary>
internal sealed class BackupAccount
{
    BackupAccount(Func<TableClientOptions, TableServiceClient> tables, Func<BlobClientOptions, BlobServiceClient> blobs)
    {
        Tables = tables(Metered(new TableClientOptions()));
        Blobs = blobs(Metered(new BlobClientOptions()));
    }

    public StorageMeter Meter { get; } = new();

    public TableServiceClient Tables { get; }

    public BlobServiceClient Blobs { get; }

    /// <summary>The account's name and where it is: what a backup must not mix up.</summary>
    public string Name => $"{Tables.AccountName} at {Blobs.Uri.Authority}";

    /// <summary>
    /// Takes a connection string, or the https address of the account's blobs or tables, which is entered as the caller (<c>az login</c>, or the machine's own
    /// identity): Storage Blob and Table Data Reader to copy, Contributor to restore.
    /// </summary>
    /// <exception cref="BackupException">It is neither.</exception>
    public static BackupAccount Open(string where)
    {
        if (!Uri.TryCreate(where, UriKind.Absolute, out var address) || address.Scheme != Uri.UriSchemeHttps)
        {
            return where.Contains('=', StringComparison.Ordinal)
                ? new(options => new TableServiceClient(where, options), options => new BlobServiceClient(where, options))
                : throw new BackupException("A storage account is named by its connection string, or by the https address of its blobs or tables.");
        }
        var credential = new DefaultAzureCredential();
        return new(
            options => new TableServiceClient(Service(address, "table"), credential, options),
            options => new BlobServiceClient(Service(address, "blob"), credential, options));
    }

    /// <summary>The place that a directory's path or a container's https address names; with a signature in its query, or else as the caller.</summary>
    public static IBackupPlace Place(string where)
    {
        if (!Uri.TryCreate(where, UriKind.Absolute, out var address) || address.Scheme is not ("https" or "http"))
            return new DirectoryPlace(where);
        return new ContainerPlace(
            address.Query.Length > 0 ? new BlobContainerClient(address) : new BlobContainerClient(address, new DefaultAzureCredential()));
    }

    static Uri Service(Uri address, string service)
    {
        var host = address.Host.Split('.');
        return host.Length > 2 && host[1] is "blob" or "table"
            ? new UriBuilder(address) { Host = string.Join('.', [host[0], service, .. host[2..]]), Path = "", Query = "" }.Uri
            : throw new BackupException($"'{address.Host}' is not the address of an account's blobs or tables.");
    }

    TOptions Metered<TOptions>(TOptions options) where TOptions : ClientOptions
    {
        options.AddPolicy(Meter, HttpPipelinePosition.PerRetry);
        return options;
    }
}
